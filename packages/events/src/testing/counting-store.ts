import type { EventStore } from '../event-store.ts';

export type Reads = { calls: number; items: number };

/** The same store, with a count of what is read from it: a bound on items read is a promise to test. */
export function countReads(store: EventStore): EventStore & { readonly reads: Reads } {
  const reads: Reads = { calls: 0, items: 0 };
  const count = <Found>(found: Found, items: number): Found => {
    reads.calls += 1;
    reads.items += items;
    return found;
  };
  return {
    reads,
    append: (stream, events, options) => store.append(stream, events, options),
    writeSnapshot: (stream, snapshot) => store.writeSnapshot(stream, snapshot),
    async read(stream, options) {
      const found = await store.read(stream, options);
      return count(found, found.length);
    },
    async readRange(clusterId, options) {
      const found = await store.readRange(clusterId, options);
      return count(found, found.events.length);
    },
    async readSnapshot(stream, name) {
      const found = await store.readSnapshot(stream, name);
      return count(found, found ? 1 : 0);
    },
  };
}
