import type { NewEvent, RecordedEvent } from './envelope.ts';
import { InvalidEventError } from './errors.ts';
import { DEFAULT_READ_LIMIT, MAX_APPEND_EVENTS, MAX_READ_LIMIT, type Snapshot } from './event-store.ts';
import { checkNewEvent } from './read-event.ts';

/** What every store does before it writes: counts and checks the events. Throws InvalidEventError. */
export function checkAppend(stream: string, events: readonly NewEvent[]): readonly ReturnType<typeof checkNewEvent>[] {
  if (events.length === 0) throw new InvalidEventError(`append to ${stream} without events`);
  if (events.length > MAX_APPEND_EVENTS) {
    throw new InvalidEventError(`append of ${events.length} events to ${stream}: ${MAX_APPEND_EVENTS} is the most at once`);
  }
  return events.map((event) => checkNewEvent(stream, event));
}

/** Whether the events found where an append wanted to write are those very events: the append was repeated. */
export function isRepeat(found: readonly RecordedEvent[], offered: readonly NewEvent[]): boolean {
  return found.length === offered.length && offered.every(({ id }, index) => id === found[index]?.id);
}

/** The number of events to read at most. Throws RangeError on a limit that is not 1 to MAX_READ_LIMIT. */
export function readLimit(limit: number = DEFAULT_READ_LIMIT): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_READ_LIMIT) {
    throw new RangeError(`a read limit is a whole number from 1 to ${MAX_READ_LIMIT}, not ${limit}`);
  }
  return limit;
}

const POSITION_DIGITS = 12;

/** Text whose order is the order of `readRange`: recordedAt, stream, position. */
export function rangeCursor(event: Pick<RecordedEvent, 'recordedAt' | 'stream' | 'position'>): string {
  return `${event.recordedAt}#${event.stream}#${String(event.position).padStart(POSITION_DIGITS, '0')}`;
}

/** Whether a kept snapshot must not be replaced by another one. A newer fold always replaces an older one. */
export function isNewer(kept: Snapshot, offered: Snapshot): boolean {
  return kept.foldVersion === offered.foldVersion && kept.position > offered.position;
}
