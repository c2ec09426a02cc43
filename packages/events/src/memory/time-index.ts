import type { RecordedEvent } from '../envelope.ts';
import type { RangeOptions, RangePage } from '../event-store.ts';
import { parseRangeCursor, rangeCursor, readLimit } from '../store-rules.ts';

type Place = Pick<RecordedEvent, 'recordedAt' | 'position'> & { readonly stream: string };

/**
 * The events of one cluster by time, then stream, then position. They nearly always come in that order, so adding is a push;
 * when one did not, the next read sorts.
 */
export function createTimeIndex() {
  const events: RecordedEvent[] = [];
  let inOrder = true;

  return {
    add(event: RecordedEvent): void {
      const last = events.at(-1);
      if (last && compare(last, event) > 0) inOrder = false;
      events.push(event);
    },

    read(range: RangeOptions): RangePage {
      if (!inOrder) events.sort(compare);
      inOrder = true;
      const count = readLimit(range.limit);
      const { after, from, to } = range;
      const start = after === undefined ? firstNotBefore(events, startOf(from)) : firstNotBefore(events, next(after));
      const end = Math.min(start + count, firstNotBefore(events, startOf(to)));
      const page = events.slice(start, Math.max(start, end));
      const last = page.at(-1);
      return { events: page, next: last && page.length === count ? rangeCursor(last) : undefined };
    },
  };
}

/** A place before every event recorded at a time. */
function startOf(recordedAt: string): Place {
  return { recordedAt, stream: '', position: 0 };
}

/** The place just after an event. */
function next(cursor: string): Place {
  const { position, ...others } = parseRangeCursor(cursor);
  return { ...others, position: position + 1 };
}

/** Binary search: the index of the first event that is not before a place, or the number of events. */
function firstNotBefore(events: readonly RecordedEvent[], place: Place): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(events[middle] as RecordedEvent, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: Place, b: Place): number {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1;
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.position - b.position;
}
