import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const READY = 'ready';

export type Racer = { readonly code: number | null; readonly stderr: string };

/**
 * Starts a process of `program` for each task, waits until all are ready, and lets them go at once. How each ended. The task comes
 * as JSON in the first argument; see `awaitStart`.
 */
export async function race(
  program: string,
  tasks: readonly object[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Racer[]> {
  const children = tasks.map((task) =>
    spawn(process.execPath, [program, JSON.stringify(task)], { env: { ...process.env, ...env }, stdio: 'pipe' }),
  );
  try {
    const ended = children.map(endOf);
    await Promise.all(children.map(untilReady));
    for (const { stdin } of children) stdin?.end('go\n');
    return await Promise.all(ended);
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

/** For the program: says that it is ready, and waits for the start of all. */
export async function awaitStart(): Promise<void> {
  process.stdout.write(`${READY}\n`);
  await once(process.stdin, 'data');
  process.stdin.destroy();
}

/** Also when it ends instead: then its exit code tells. */
async function untilReady(child: ChildProcess): Promise<void> {
  if (!child.stdout) return;
  for await (const line of createInterface(child.stdout)) if (line === READY) return;
}

async function endOf(child: ChildProcess): Promise<Racer> {
  let stderr = '';
  child.stderr?.on('data', (part: Buffer) => {
    stderr += part.toString();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, stderr };
}
