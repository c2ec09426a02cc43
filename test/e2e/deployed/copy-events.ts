import type { NewEvent, RecordedEvent } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';

/** Appends events to a new SQLite store, as they were recorded and when. */
export async function copyToSqlite(events: readonly RecordedEvent[], file: string): Promise<void> {
  let now = 0;
  const store = openSqliteEventStore({ file, now: () => now });
  for (const event of events) {
    now = Date.parse(event.recordedAt);
    const { id, type, data, occurredAt, correlationId, causationId } = event;
    const offered = { id, type, data, occurredAt, correlationId, causationId } as NewEvent;
    await store.append(event.stream, [offered], { expectedVersion: event.position - 1 });
  }
  store.close();
}
