import type { EventStore } from '@smartscale/events';
import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { openSqliteEventStore } from '@smartscale/events/sqlite';

/** Which store, as a task of another process says it. */
export type StoreAddress = { readonly sqlite: string } | { readonly table: string };

/** Opens a store of a test as production does. DynamoDB's endpoint comes from the environment. */
export function openStore(address: StoreAddress): EventStore {
  if ('table' in address) return createProductionEventStore({ tableName: address.table, now: Date.now });
  return openSqliteEventStore({ file: address.sqlite, now: Date.now });
}
