import { existsSync } from 'node:fs';
import type { EventStore } from '@smartscale/events';
import type { ViewStore } from '@smartscale/views';
import { UsageError } from '../../exit.ts';
import type { StoreAddress } from '../../open-store.ts';
import { NotAskedError } from '../why-not-asked.ts';

/** Where a fleet's events and views are. Nothing is opened before it is asked for; what cannot be opened rejects each time. */
export type FleetStore = {
  readonly clusterId: string;
  place(): Promise<string>;
  store(): Promise<EventStore>;
  /** Null when none are kept. */
  views(): Promise<ViewStore | null>;
  /** How views are made again. */
  readonly rebuild: string;
  close(): Promise<void>;
};

/** A file of this machine. UsageError when there is none. */
export function fileStore(file: string, clusterId: string): FleetStore {
  if (!existsSync(file)) throw new UsageError(`there is no store at ${file}: name another one with --store`);
  const closes: (() => void)[] = [];
  const opened = <Store extends { close(): void }>(open: () => Promise<Store>) =>
    once(async () => {
      const store = await open();
      closes.push(store.close);
      return store;
    });
  const store = opened(async () => {
    const { openSqliteEventStore } = await import('@smartscale/events/sqlite');
    return openSqliteEventStore({ file, now: Date.now });
  });
  const openViews = opened(async () => {
    const { openSqliteViewStore, viewsFileOf } = await import('@smartscale/views/sqlite');
    return openSqliteViewStore(viewsFileOf(file));
  });
  return {
    ...{ clusterId, store, rebuild: 'delete the file *.views.db beside the store while nothing runs; it is made again' },
    place: () => Promise.resolve(file),
    async views() {
      const { viewsFileOf } = await import('@smartscale/views/sqlite');
      return existsSync(viewsFileOf(file)) ? openViews() : null;
    },
    async close() {
      for (const close of closes) close();
    },
  };
}

/** What has not lived yet: whatever is asked of it is not known, for that reason. */
export function missingStore(clusterId: string, reason: string, toDo: string): FleetStore {
  const reject = () => Promise.reject(new NotAskedError(reason, toDo));
  return { clusterId, rebuild: toDo, place: reject, store: reject, views: reject, close: () => Promise.resolve() };
}

export type Tables = { readonly events: string; readonly views: string | null };

/** Tables of an account, which are known once they are asked for. */
export function tableStore(clusterId: string, tables: () => Promise<Tables>, rebuild: string): FleetStore {
  const known = once(tables);
  return {
    ...{ clusterId, rebuild },
    place: async () => `the table ${(await known()).events}`,
    store: once(async () => {
      const { createProductionEventStore } = await import('@smartscale/events/dynamodb');
      return createProductionEventStore({ tableName: (await known()).events, now: Date.now });
    }),
    views: once(async () => {
      const { views } = await known();
      if (views === null) return null;
      const { createProductionViewStore } = await import('@smartscale/views/dynamodb');
      return createProductionViewStore(views);
    }),
    close: () => Promise.resolve(),
  };
}

export function storeAt(address: StoreAddress, clusterId: string): FleetStore {
  if (address.kind === 'sqlite') return fileStore(address.file, clusterId);
  const tables = { events: address.table, views: null };
  return tableStore(clusterId, () => Promise.resolve(tables), 'invoke the function rebuild of services/projections');
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
