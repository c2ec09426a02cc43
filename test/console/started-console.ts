import { type PeerProcess, startPeerProcess } from '../peers/peer-process.ts';
import { SMARTSCALE } from './recorded-life.ts';

const START_SECONDS = 30;

export type StartedConsole = PeerProcess & { readonly url: string; readonly port: number };

/** `smartscale console` on a store file, as a process of its own. Port 0: any free one. */
export function startConsole(file: string, port = 0): Promise<StartedConsole> {
  return startConsoleOn(`sqlite:${file}`, { port });
}

/** The same on any store. */
export async function startConsoleOn(
  store: string,
  { port = 0, env = {} }: { readonly port?: number; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<StartedConsole> {
  const started = await startPeerProcess({
    ...{ command: process.execPath, env },
    args: [SMARTSCALE, 'console', '--store', store, '--port', `${port}`],
    ready: /console: (http:\/\/127\.0\.0\.1:(\d+)\/)\s/,
    timeoutSeconds: START_SECONDS,
  });
  const [, url = '', bound = ''] = started.ready;
  return { ...started, url, port: Number(bound) };
}
