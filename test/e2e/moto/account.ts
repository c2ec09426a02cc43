import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Moto } from '../../peers/moto/index.ts';
import { DEPLOYMENT_BUCKET } from './for-moto.ts';

/** An account in moto, asked with the AWS CLI. */
export function createAccount(moto: Moto, folder: string) {
  const environment = {
    ...process.env,
    ...{ AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: moto.region, AWS_DEFAULT_REGION: moto.region },
    // An answer of status 500 stays one: a repeat would find half a stack.
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1' },
  };
  const aws = async (...args: string[]): Promise<unknown> => {
    const child = spawn('aws', [...args, '--output', 'json'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk) => (said[name] += chunk));
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(said.stderr.trim());
    return said.stdout === '' ? undefined : JSON.parse(said.stdout);
  };
  return {
    aws,
    makeBucket: () =>
      aws(
        's3api',
        'create-bucket',
        '--bucket',
        DEPLOYMENT_BUCKET,
        '--create-bucket-configuration',
        `LocationConstraint=${moto.region}`,
      ),
    /** Uploads the bundles that a template names, from where they were packaged, and creates the stack. Resolves to its status. */
    async createStack(name: string, template: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
      for (const key of new Set(Array.from(template.matchAll(/"S3Key":"([^"]+)"/g), ([, found = '']) => found))) {
        const body = join(folder, name, basename(key));
        await aws('s3api', 'put-object', '--bucket', DEPLOYMENT_BUCKET, '--key', key, '--body', body);
      }
      const file = join(folder, `${name}.json`);
      writeFileSync(file, template);
      const values = Object.entries(parameters).map(([key, value]) => `ParameterKey=${key},ParameterValue=${value}`);
      const given = values.length === 0 ? [] : ['--parameters', ...values];
      const body = ['--template-body', `file://${file}`, '--capabilities', 'CAPABILITY_NAMED_IAM'];
      await aws('cloudformation', 'create-stack', '--stack-name', name, ...body, ...given);
      return aws('cloudformation', 'describe-stacks', '--stack-name', name, '--query', 'Stacks[0].StackStatus');
    },
    /** Logical ids of what a stack has made. */
    async madeBy(stack: string): Promise<readonly string[]> {
      const query = ['--query', 'StackResourceSummaries[].LogicalResourceId'];
      return (await aws('cloudformation', 'list-stack-resources', '--stack-name', stack, ...query)) as string[];
    },
    exports: async () => (await aws('cloudformation', 'list-exports', '--query', 'Exports[].Name')) as string[],
  };
}

export type MotoAccount = ReturnType<typeof createAccount>;

/** The values that the framework would give to a stack's parameters. */
export function parametersIn(folder: string, name: string): Readonly<Record<string, string>> {
  const { service } = JSON.parse(readFileSync(join(folder, name, 'serverless-state.json'), 'utf8')) as {
    service: { provider: { stackParameters?: { ParameterKey: string; ParameterValue: string }[] } };
  };
  const parameters = service.provider.stackParameters ?? [];
  return Object.fromEntries(parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
}
