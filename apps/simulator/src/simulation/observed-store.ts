import type { ChangeFeed, EventStore, RecordedEvent } from '@smartscale/events';

/** The same store, and each event that it takes is shown once, right after it was taken. */
export function observeAppends(
  store: EventStore & ChangeFeed,
  onAppended: (event: RecordedEvent) => void,
): EventStore & ChangeFeed {
  const shown = new Map<string, number>();
  return {
    async append(stream, events, options) {
      const appended = await store.append(stream, events, options);
      for (const event of appended) {
        // A repeated append returns what was there before.
        if (event.position <= (shown.get(stream) ?? 0)) continue;
        shown.set(stream, event.position);
        onAppended(event);
      }
      return appended;
    },
    read: (stream, options) => store.read(stream, options),
    readRange: (clusterId, options) => store.readRange(clusterId, options),
    readSnapshot: (stream, name) => store.readSnapshot(stream, name),
    writeSnapshot: (stream, snapshot) => store.writeSnapshot(stream, snapshot),
    readChanges: (options) => store.readChanges(options),
  };
}
