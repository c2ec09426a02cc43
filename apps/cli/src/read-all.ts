import { type EventStore, MAX_READ_LIMIT, type RecordedEvent, type StreamName } from '@smartscale/events';

/** A whole stream from a position on, page by page. */
export async function* readAll(store: EventStore, stream: StreamName, from = 1): AsyncGenerator<RecordedEvent, void> {
  for (let next = from; ; ) {
    const page = await store.read(stream, { from: next, limit: MAX_READ_LIMIT });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < MAX_READ_LIMIT) return;
    next = last.position + 1;
  }
}
