export type { Durability } from './open-database.ts';
export { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.ts';
export { reserveStore } from './store-lock.ts';
