import { type OpenConsole, openConsole } from '@smartscale/console';
import { nearestFlip, workersAtThreshold } from '@smartscale/decision-engine/core';
import type { EventStore } from '@smartscale/events';
import { SIMULATOR } from '@smartscale/simulator';
import { describeEvent } from '../describe-event.ts';
import { UsageError } from '../exit.ts';
import { namesIn } from '../names-in-event.ts';

const rules = { describeEvent, namesIn, nearestFlip, workersAtThreshold, simulator: SIMULATOR };

/** A table is asked less often than a file, as each question costs. */
const POLL_MILLISECONDS = { sqlite: 1_000, dynamodb: 5_000 } as const;

export type ConsoleRequest = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly port: number;
  readonly kind: keyof typeof POLL_MILLISECONDS;
};

/** Opens the console on a store. UsageError when the port cannot be had. */
export async function serveConsole({ store, clusterId, port, kind }: ConsoleRequest): Promise<OpenConsole> {
  try {
    return await openConsole({ store, clusterId, rules, port, pollMilliseconds: POLL_MILLISECONDS[kind] });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EADDRINUSE' ? 'is used by another program' : 'may not be used by you';
    throw new UsageError(`port ${port} ${why}: take another one, or 0 for any that is free`, { cause: error });
  }
}

/** What to say of a console that is open. */
export function consoleLine({ url, hasPage }: OpenConsole): string {
  return hasPage ? `console: ${url}` : `console: ${url} (data only: "npm run console:build" makes its page)`;
}
