import type { EventStore, RecordedEvent, StreamName } from '@smartscale/events';

/** Events held in memory at a time: enough that the waiting between pages is nothing, few enough to stay young for the collector. */
export const PAGE_EVENTS = 1_000;

/** A whole stream from a position on, page by page. */
export async function* pagesOf(
  store: EventStore,
  stream: StreamName,
  from = 1,
): AsyncGenerator<readonly RecordedEvent[], void> {
  for (let next = from; ; ) {
    const page = await store.read(stream, { from: next, limit: PAGE_EVENTS });
    yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_EVENTS) return;
    next = last.position + 1;
  }
}

/** What one cluster recorded from one moment to before another, page by page. */
export async function* pagesInRange(
  store: EventStore,
  clusterId: string,
  range: { readonly from: string; readonly to: string },
): AsyncGenerator<readonly RecordedEvent[], void> {
  for (let after: string | undefined; ; ) {
    const page = await store.readRange(clusterId, { ...range, limit: PAGE_EVENTS, ...(after !== undefined && { after }) });
    yield page.events;
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** For sorting events of several streams. Events of one moment stay in the order they are in. */
export function byTime(a: RecordedEvent, b: RecordedEvent): number {
  if (a.recordedAt === b.recordedAt) return 0;
  return a.recordedAt < b.recordedAt ? -1 : 1;
}
