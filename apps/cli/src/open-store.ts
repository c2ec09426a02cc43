import { existsSync } from 'node:fs';
import type { EventStore } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { UsageError } from './exit.ts';

/** Where `smartscale up` keeps its fleet, and where the other commands look when nothing else is said. */
export const DEFAULT_STORE = 'sqlite:.smartscale/fleet.db';

export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'dynamodb'; readonly table: string };

/** Which store and whose events, as every reading command is told. */
export type StoreChoice = { readonly store: string; readonly cluster: string };

/** Reads `sqlite:FILE` or `dynamodb:TABLE`. UsageError otherwise. */
export function parseStoreAddress(text: string): StoreAddress {
  const match = /^(sqlite|dynamodb):(.+)$/.exec(text);
  const [, kind, place] = match ?? [];
  if (kind === 'sqlite' && place) return { kind, file: place };
  if (kind === 'dynamodb' && place) return { kind, table: place };
  throw new UsageError(`"${text}" is not a store: write sqlite:FILE or dynamodb:TABLE (--store or SMARTSCALE_STORE)`);
}

/**
 * Works with a store that must be there already, and closes it. `now` gives the time of what is written, by default this machine's.
 * UsageError when the file is missing, StoreUnusableError when it is not ours.
 */
export async function withStore<Result>(
  choice: StoreChoice,
  work: (store: EventStore) => Promise<Result>,
  now: () => number = Date.now,
): Promise<Result> {
  const { store, close } = await openExisting(choice.store, now);
  try {
    return await work(store);
  } finally {
    close();
  }
}

async function openExisting(
  text: string,
  now: () => number,
): Promise<{ readonly store: EventStore; readonly close: () => void }> {
  const address = parseStoreAddress(text);
  if (address.kind === 'dynamodb') {
    const { createProductionEventStore } = await import('@smartscale/events/dynamodb');
    return { store: createProductionEventStore({ tableName: address.table, now }), close() {} };
  }
  if (!existsSync(address.file)) {
    throw new UsageError(
      `there is no store at ${address.file}: run "npm start" or "smartscale simulate --store ${text}" to make one`,
    );
  }
  const store = openSqliteEventStore({ file: address.file, now });
  return { store, close: store.close };
}
