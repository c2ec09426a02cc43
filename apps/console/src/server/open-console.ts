import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import type { EventStore } from '@smartscale/events';
import { followStore } from './history/follow.ts';
import { createApp } from './http/app.ts';
import { readPage } from './http/page-files.ts';
import type { Knowledge } from './ports.ts';

const BUILT_PAGE = fileURLToPath(new URL('../../dist', import.meta.url));
const LOCAL_ADDRESS = '127.0.0.1';

export type ConsoleOptions = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly rules: Knowledge;
  /** 0: any free one. */
  readonly port: number;
  /** How often the store is asked for what is new. */
  readonly pollMilliseconds?: number;
  readonly machineNow?: () => number;
};

export type OpenConsole = {
  readonly url: string;
  /** False: only the data can be asked for, as the page was not built. */
  readonly hasPage: boolean;
  close(): Promise<void>;
};

/** Serves the console on this machine only. Rejects with the error of the socket when the port is taken. */
export async function openConsole(options: ConsoleOptions): Promise<OpenConsole> {
  const { store, clusterId, rules, port, pollMilliseconds = 1_000, machineNow = Date.now } = options;
  const follower = followStore(store, clusterId, { pollMilliseconds });
  const page = readPage(BUILT_PAGE);
  const app = createApp({ store, follower, rules, machineNow, page });
  const server = serve({ fetch: app.fetch, hostname: LOCAL_ADDRESS, port });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve);
      server.once('error', reject);
    });
  } catch (error) {
    await follower.stop();
    throw error;
  }
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${LOCAL_ADDRESS}:${bound}/`,
    hasPage: page !== null,
    async close() {
      await follower.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        // An open page keeps its connection for as long as it can.
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}
