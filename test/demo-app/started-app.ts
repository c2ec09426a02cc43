import { fileURLToPath } from 'node:url';
import { type PeerProcess, startPeerProcess } from '../peers/peer-process.ts';

const MAIN = fileURLToPath(new URL('../../apps/demo-app/src/main.ts', import.meta.url));
const START_TIMEOUT_SECONDS = 20;

export type StartedApp = Pick<PeerProcess, 'stop'> & { readonly url: string; readonly host: string };

/** The demo application as a process of its own, on a free port of 127.0.0.1. `main`: another build of it. */
export async function startDemoApp(env: Readonly<Record<string, string>> = {}, main: string = MAIN): Promise<StartedApp> {
  const app = await startPeerProcess({
    command: process.execPath,
    args: [main],
    env: { HOST: '127.0.0.1', PORT: '0', ...env },
    ready: /listens on (http:\/\/(\S+))/,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
  return { url: app.ready[1] ?? '', host: app.ready[2] ?? '', stop: app.stop };
}
