import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly seconds: number };

/** Runs a program at the root, as a user would, and waits for its end. */
export async function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const began = performance.now();
  const child = spawn(command, args, {
    ...{ cwd: ROOT, env: { ...process.env, NO_COLOR: '1', ...environment } },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk) => (said[name] += chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  process.off('exit', kill);
  return { code, ...said, seconds: (performance.now() - began) / 1_000 };
}

/** `npx serverless deploy|remove --stage S`: all stacks, by serverless-compose.yml. Fails with what it said. */
export async function serverless(verb: 'deploy' | 'remove', stage: string, environment: NodeJS.ProcessEnv): Promise<Ran> {
  const ran = await run('npx', ['serverless', verb, '--stage', stage], environment);
  if (ran.code !== 0) throw new Error(`serverless ${verb} ended with ${ran.code}:\n${ran.stdout}${ran.stderr}`);
  return ran;
}

/** `npx smartscale ... --json`, and what it answered. */
export async function smartscale(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const ran = await run('npx', ['smartscale', ...args, '--json'], environment);
  if (ran.code !== 0) throw new Error(`smartscale ${args.join(' ')} ended with ${ran.code}:\n${ran.stdout}${ran.stderr}`);
  return JSON.parse(ran.stdout) as unknown;
}
