import type { EventStore, RecordedEvent, StreamName } from '@smartscale/events';
import { PAGE_EVENTS } from '../read-all.ts';

/** Walks one stream forward, never back, and only as far as it is asked. Awaits once a page, not once an event. */
export type Cursor = {
  /** The event at a position, or undefined when the stream has none there (any more). */
  at(position: number): Promise<RecordedEvent | undefined>;
  /** Hands every event up to a position, in order, to `visit`. */
  upTo(position: number, visit: (event: RecordedEvent) => void): Promise<void>;
};

/** `from`: the first position that matters. */
export function openCursor(store: EventStore, stream: StreamName, from = 1): Cursor {
  let page: readonly RecordedEvent[] = [];
  let index = 0;
  let next = from;
  let exhausted = false;
  let latest: RecordedEvent | undefined;

  async function turnPage(): Promise<void> {
    page = await store.read(stream, { from: next, limit: PAGE_EVENTS });
    index = 0;
    next = (page.at(-1)?.position ?? next) + 1;
    exhausted = page.length < PAGE_EVENTS;
  }

  async function upTo(position: number, visit: (event: RecordedEvent) => void): Promise<void> {
    for (;;) {
      for (let event = page[index]; event && event.position <= position; event = page[index]) {
        index += 1;
        latest = event;
        visit(event);
      }
      if (index < page.length || exhausted) return;
      await turnPage();
    }
  }

  return {
    upTo,
    async at(position) {
      if ((latest?.position ?? 0) < position) await upTo(position, () => {});
      return latest?.position === position ? latest : undefined;
    },
  };
}
