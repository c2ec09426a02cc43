import { existsSync } from 'node:fs';
import type { EventStore } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { UsageError } from './exit.ts';

/** Where `smartscale up` keeps its fleet, and where the other commands look when nothing else is said. */
export const DEFAULT_STORE = 'sqlite:.smartscale/fleet.db';

export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'dynamodb'; readonly table: string };

export type OpenStore = { readonly store: EventStore; close(): void };

/** Reads `sqlite:FILE` or `dynamodb:TABLE`. UsageError otherwise. */
export function parseStoreAddress(text: string): StoreAddress {
  const match = /^(sqlite|dynamodb):(.+)$/.exec(text);
  const [, kind, place] = match ?? [];
  if (kind === 'sqlite' && place) return { kind, file: place };
  if (kind === 'dynamodb' && place) return { kind, table: place };
  throw new UsageError(`"${text}" is not a store: write sqlite:FILE or dynamodb:TABLE (--store or SMARTSCALE_STORE)`);
}

/** Opens a store that must be there already. UsageError when the file is missing, StoreUnusableError when it is not ours. */
export async function openExistingStore(text: string, now: () => number): Promise<OpenStore> {
  const address = parseStoreAddress(text);
  if (address.kind === 'dynamodb') return openDynamoDb(address.table, now);
  if (!existsSync(address.file)) {
    throw new UsageError(
      `there is no store at ${address.file}: run "npm start" or "smartscale simulate --store ${text}" to make one`,
    );
  }
  return openSqlite(address.file, now);
}

export function openSqlite(file: string, now: () => number): OpenStore {
  const store = openSqliteEventStore({ file, now });
  return { store, close: () => store.close() };
}

async function openDynamoDb(tableName: string, now: () => number): Promise<OpenStore> {
  const { createProductionEventStore } = await import('@smartscale/events/dynamodb');
  return { store: createProductionEventStore({ tableName, now }), close() {} };
}
