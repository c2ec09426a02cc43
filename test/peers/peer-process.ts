import { type ChildProcess, spawn } from 'node:child_process';

/** How much of a peer's output is looked at for `ready`, and kept to explain why it did not start. A Prometheus of many blocks says much. */
const KEPT_OUTPUT_CHARACTERS = 64_000;

export type PeerProcess = {
  /** What `ready` found in the output. */
  readonly ready: RegExpMatchArray;
  /** Ends the process and waits for its end. */
  stop(): Promise<void>;
};

/**
 * Starts a peer and waits for the line that says it is ready. Its standard input stays open as long as this process lives, so a
 * peer that ends with its input cannot be left behind; others are killed when this process exits.
 */
export async function startPeerProcess(options: {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ready: RegExp;
  readonly timeoutSeconds: number;
}): Promise<PeerProcess> {
  const { command, args, cwd, env } = options;
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const ready = await untilReady(child, options);
    return {
      ready,
      async stop() {
        process.off('exit', kill);
        await ended(child);
      },
    };
  } catch (error) {
    process.off('exit', kill);
    await ended(child);
    throw error;
  }
}

function untilReady(
  child: ChildProcess,
  { command, ready, timeoutSeconds }: { command: string; ready: RegExp; timeoutSeconds: number },
): Promise<RegExpMatchArray> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${command} ${what}; it said:\n${output}`));
    const timer = setTimeout(() => fail(`was not ready after ${timeoutSeconds} s`), timeoutSeconds * 1_000);
    const listen = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS);
      const match = ready.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (error) => fail(`cannot be started (${error.message})`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended too early (${signal ?? code})`);
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  child.kill('SIGKILL');
  await exit;
}
