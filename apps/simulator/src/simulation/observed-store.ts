import type { ChangeFeed, EventStore, RecordedEvent } from '@smartscale/events';
import { observeAppends } from '@smartscale/runtime';

/** The same store, and each event that it takes is shown once, right after it was taken. */
export function showEvents(
  store: EventStore & ChangeFeed,
  onAppended: (event: RecordedEvent) => void,
): EventStore & ChangeFeed {
  const shown = new Map<string, number>();
  return observeAppends(store, (events) => {
    for (const event of events) {
      // A repeated append returns what was there before.
      if (event.position <= (shown.get(event.stream) ?? 0)) continue;
      shown.set(event.stream, event.position);
      onAppended(event);
    }
  });
}
