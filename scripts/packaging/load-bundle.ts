import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What stands in for a value that only another stack knows. */
const PLACEHOLDER = 'known-after-deployment';

/** Stand-ins of a form that the functions check at their start. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  WORKER_SUBNETS: '{"zone-a":"subnet-0a"}',
  PROMETHEUS_URL: 'http://prometheus.internal:9090',
};

/** A minified bundle is one line that nobody wants to read in an error. */
const LONGEST_LINE = 300;

type Template = {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, never> }>>;
};

type Packaged = { readonly functionName: string; readonly handler: string; readonly environment: Record<string, string> };

/** The functions of a packaged service, with the environment that the template gives them. */
export function packagedFunctions(serviceDirectory: string): readonly Packaged[] {
  const file = join(serviceDirectory, '.serverless/cloudformation-template-update-stack.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => {
      const { Handler, Environment } = Properties as unknown as {
        Handler: string;
        Environment?: { Variables: Record<string, unknown> };
      };
      const variables = Object.entries(Environment?.Variables ?? {});
      return {
        functionName: Handler.split('.').at(-1) ?? '',
        handler: Handler,
        environment: Object.fromEntries(
          variables.map(([name, value]) => [name, typeof value === 'string' ? value : (PLACEHOLDERS[name] ?? PLACEHOLDER)]),
        ),
      };
    });
}

/**
 * Loads a bundle in a fresh Node with nothing but its environment, as a cold start does, and returns how many milliseconds that took.
 * Throws with the bundle's own words when it does not load or lacks its handler.
 */
export function loadBundle(bundle: Buffer, { functionName, environment }: Packaged): number {
  const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    const file = join(directory, 'lambda.mjs');
    writeFileSync(file, bundle);
    const program = `const began = performance.now();
      const { ${functionName}: handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
      if (typeof handler !== 'function') throw new Error('it exports no function "${functionName}"');
      console.log(performance.now() - began);`;
    const { status, stdout, stderr } = runModule(['--input-type=module', '-e', program], environment);
    if (status !== 0) throw new Error(`the bundle of ${functionName} does not load:\n${shortLines(stderr)}`);
    return Number(stdout.trim().split('\n').at(-1));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs a fresh Node to its end, with nothing but the environment of a function. */
export function runModule(args: readonly string[], environment: Readonly<Record<string, string>>) {
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', ...environment },
  });
}

function shortLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && line.length <= LONGEST_LINE);
  return lines.join('\n');
}
