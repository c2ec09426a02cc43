import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseYml } from '../../packages/runtime/src/serverless-yml/parse-yml.ts';
import { type DeclaredStack, loadStack } from './load-stack.ts';
import { listOf } from './template.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A stack as serverless-compose.yml wires it. */
export type ComposedStack = DeclaredStack & {
  readonly alias: string;
  readonly path: string;
  readonly dependsOn: readonly string[];
};

/** All stacks of serverless-compose.yml, in its order. */
export function composedStacks(): readonly ComposedStack[] {
  const { services } = parseYml(readFileSync(join(ROOT, 'serverless-compose.yml'), 'utf8'), 'serverless-compose.yml') as {
    services: Record<string, { path: string; dependsOn?: string | string[] }>;
  };
  return Object.entries(services).map(([alias, { path, dependsOn }]) => ({
    ...loadStack(join(ROOT, path)),
    alias,
    path,
    dependsOn: listOf(dependsOn) as readonly string[],
  }));
}

/** The folders, from the root, that hold a stack. */
export function stackFolders(): readonly string[] {
  return ['infra', 'services'].flatMap((parent) =>
    readdirSync(join(ROOT, parent))
      .map((folder) => `${parent}/${folder}`)
      .filter((folder) => existsSync(join(ROOT, folder, 'serverless.yml'))),
  );
}
