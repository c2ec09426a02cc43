import type { ChangeFeed, EventStore, RecordedEvent } from '@smartscale/events';

/** The same store, that tells of each append: what it returned, so the events of a repeated append again. */
export function observeAppends<Store extends EventStore & ChangeFeed>(
  store: Store,
  onAppended: (events: readonly RecordedEvent[]) => void,
): EventStore & ChangeFeed {
  return {
    async append(stream, events, options) {
      const recorded = await store.append(stream, events, options);
      onAppended(recorded);
      return recorded;
    },
    read: (stream, options) => store.read(stream, options),
    readRange: (clusterId, options) => store.readRange(clusterId, options),
    readSnapshot: (stream, name) => store.readSnapshot(stream, name),
    writeSnapshot: (stream, snapshot) => store.writeSnapshot(stream, snapshot),
    readChanges: (options) => store.readChanges(options),
  };
}
