import type { OpenConsole } from '@smartscale/console';
import type { EventStore } from '@smartscale/events';
import { UsageError } from '../exit.ts';
import type { Output } from '../output.ts';
import { serveConsole } from './serve-console.ts';

export type Beside = {
  readonly store: EventStore;
  readonly clusterId: string;
  /** Null: none is wanted. */
  readonly port: number | null;
  readonly output: Output;
};

/** Opens the console beside a fleet that lives in this process. One that cannot be had is told, and stops nothing. */
export async function openConsoleBeside({ store, clusterId, port, output }: Beside): Promise<OpenConsole | null> {
  if (port === null) return null;
  try {
    return await serveConsole({ store, clusterId, port, kind: 'sqlite' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(`there is no console: ${error.message}`);
    return null;
  }
}
