import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventStore } from '@smartscale/events';
import { CONTENT_TYPE, type Family, writeExposition } from './exposition.ts';
import { figuresOf } from './figures.ts';
import { gauge } from './gauge.ts';
import { createObserver } from './observe.ts';

/** Several scrapes within this time look at the store once. */
const KEPT_MILLISECONDS = 10_000;

export type FiguresServer = { readonly port: number; close(): Promise<void> };

export type FiguresOptions = {
  readonly cluster: string;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly warn: (text: string) => void;
  readonly keptMilliseconds?: number;
};

/**
 * Serves SmartScale's own figures at /metrics. While the store cannot be read, the last figures stay and `smartscale_store_readable`
 * is 0.
 */
export async function serveFigures(store: EventStore, options: FiguresOptions): Promise<FiguresServer> {
  const { cluster, host, port, warn } = options;
  const families = createKept(store, options);
  // What comes from now on is counted.
  await families();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://exporter').pathname;
    if (request.method !== 'GET' || (path !== '/metrics' && path !== '/healthz')) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('GET /metrics or /healthz\n');
    } else if (path === '/healthz') response.end('ok\n');
    else {
      families().then(
        (found) => response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(writeExposition(found)),
        (error: unknown) => {
          warn(`cluster ${cluster}: ${(error as Error).message}`);
          response.writeHead(500).end();
        },
      );
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function createKept(store: EventStore, { cluster, warn, keptMilliseconds = KEPT_MILLISECONDS }: FiguresOptions) {
  const observer = createObserver(store, cluster);
  let kept: readonly Family[] = [];
  let keptAt = Number.NEGATIVE_INFINITY;
  let isReadable = false;
  let looking: Promise<void> | null = null;

  const look = async () => {
    try {
      kept = figuresOf(await observer.observe());
      isReadable = true;
    } catch (error) {
      // Said once, and again after it had been well.
      if (isReadable || keptAt === Number.NEGATIVE_INFINITY)
        warn(`the events of ${cluster} cannot be read: ${(error as Error).message}`);
      isReadable = false;
    }
    keptAt = performance.now();
  };

  return async (): Promise<readonly Family[]> => {
    if (performance.now() - keptAt >= keptMilliseconds) {
      looking ??= look().finally(() => {
        looking = null;
      });
      await looking;
    }
    const help = 'Whether the event store could be read at the last look (1) or not (0).';
    return [gauge('smartscale_store_readable', help, { cluster }, Number(isReadable)), ...kept];
  };
}
