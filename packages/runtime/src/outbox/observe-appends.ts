import type { ChangeFeed, EventStore } from '@smartscale/events';

/** The same store, that tells of each append. */
export function observeAppends<Store extends EventStore & ChangeFeed>(
  store: Store,
  onAppended: () => void,
): EventStore & ChangeFeed {
  return {
    async append(stream, events, options) {
      const recorded = await store.append(stream, events, options);
      onAppended();
      return recorded;
    },
    read: (stream, options) => store.read(stream, options),
    readRange: (clusterId, options) => store.readRange(clusterId, options),
    readSnapshot: (stream, name) => store.readSnapshot(stream, name),
    writeSnapshot: (stream, snapshot) => store.writeSnapshot(stream, snapshot),
    readChanges: (options) => store.readChanges(options),
  };
}
