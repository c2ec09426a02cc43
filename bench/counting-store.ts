import type { EventStore } from '@smartscale/events';

/** The same store, counting the items that it hands out: events and snapshots. */
export function countItems(store: EventStore): EventStore & { items(): number } {
  let items = 0;
  return {
    items: () => items,
    append: (stream, events, options) => store.append(stream, events, options),
    async read(stream, options) {
      const events = await store.read(stream, options);
      items += events.length;
      return events;
    },
    async readRange(clusterId, options) {
      const page = await store.readRange(clusterId, options);
      items += page.events.length;
      return page;
    },
    async readSnapshot(stream, name) {
      const snapshot = await store.readSnapshot(stream, name);
      items += snapshot ? 1 : 0;
      return snapshot;
    },
    writeSnapshot: (stream, snapshot) => store.writeSnapshot(stream, snapshot),
  };
}
