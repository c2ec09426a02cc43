import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';

export const REPOSITORY = fileURLToPath(new URL('../../../../../', import.meta.url));

export type ComposedStack = {
  readonly alias: string;
  /** As CloudFormation has it. */
  readonly name: string;
  readonly functions: readonly string[];
};

/** The stacks of serverless-compose.yml in a stage, and their functions. */
export function readComposedStacks(stage: string): readonly ComposedStack[] {
  const { services = {} } = readYml('serverless-compose.yml') as { services?: Record<string, { path: string }> };
  return Object.entries(services).map(([alias, { path }]) => {
    const { service, functions = {} } = readYml(join(path, 'serverless.yml')) as { service: string; functions?: object };
    return {
      alias,
      name: `${service}-${stage}`,
      functions: Object.keys(functions).map((name) => `${service}-${stage}-${name}`),
    };
  });
}

/** CloudFormation's tags are left unresolved: names are what is looked for. */
function readYml(path: string): unknown {
  return parseDocument(readFileSync(join(REPOSITORY, path), 'utf8'), { logLevel: 'silent' }).toJS();
}
