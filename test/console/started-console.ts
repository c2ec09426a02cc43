import { type PeerProcess, startPeerProcess } from '../peers/peer-process.ts';
import { SMARTSCALE } from './recorded-life.ts';

const START_SECONDS = 30;

export type StartedConsole = PeerProcess & { readonly url: string; readonly port: number };

/** `smartscale console` on a store file, as a process of its own. Port 0: any free one. */
export async function startConsole(file: string, port = 0): Promise<StartedConsole> {
  const started = await startPeerProcess({
    command: process.execPath,
    args: [SMARTSCALE, 'console', '--store', `sqlite:${file}`, '--port', `${port}`],
    ready: /console: (http:\/\/127\.0\.0\.1:(\d+)\/)\s/,
    timeoutSeconds: START_SECONDS,
  });
  const [, url = '', bound = ''] = started.ready;
  return { ...started, url, port: Number(bound) };
}
