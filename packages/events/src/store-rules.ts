import { definitionOf } from './catalogue/index.ts';
import type { NewEvent, RecordedEvent } from './envelope.ts';
import { InvalidEventError } from './errors.ts';
import { DEFAULT_READ_LIMIT, MAX_APPEND_EVENTS, MAX_READ_LIMIT, type Snapshot } from './event-store.ts';
import { type CheckedEvent, checkNewEvent, type Definitions } from './read-event.ts';
import type { StreamName } from './streams.ts';
import { toTimestamp } from './timestamp.ts';

/** An append that was offered to a store. */
export type Offer = {
  readonly stream: StreamName;
  readonly events: readonly NewEvent[];
  readonly expectedVersion: number;
};

/** What every store does before it writes: counts and checks the events. Throws InvalidEventError. */
export function checkAppend(
  { stream, events, expectedVersion }: Offer,
  definitions: Definitions = definitionOf,
): readonly CheckedEvent[] {
  if (!Number.isInteger(expectedVersion) || expectedVersion < 0) {
    throw new InvalidEventError(`append to ${stream}: expectedVersion is a position or 0, not ${expectedVersion}`);
  }
  if (events.length === 0) throw new InvalidEventError(`append to ${stream} without events`);
  if (events.length > MAX_APPEND_EVENTS) {
    throw new InvalidEventError(`append of ${events.length} events to ${stream}: ${MAX_APPEND_EVENTS} is the most at once`);
  }
  return events.map((event) => checkNewEvent(stream, event, definitions));
}

/** The envelopes that a store is about to keep, in the order of the fields of `envelopeSchema`. */
export function envelop(
  offer: Offer,
  checked: readonly CheckedEvent[],
  nowEpochMilliseconds: number,
): readonly RecordedEvent[] {
  const recordedAt = toTimestamp(nowEpochMilliseconds);
  return checked.map(({ schemaVersion, clusterId, data }, index) => {
    const { id, type, occurredAt, correlationId, causationId } = offer.events[index] as NewEvent;
    const position = offer.expectedVersion + 1 + index;
    const { stream } = offer;
    return {
      id,
      type,
      schemaVersion,
      clusterId,
      stream,
      position,
      occurredAt,
      recordedAt,
      correlationId,
      causationId,
      data,
    } as RecordedEvent;
  });
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

/** The parts of a cursor. Throws RangeError on a text that `rangeCursor` did not make. */
export function parseRangeCursor(cursor: string): { recordedAt: string; stream: string; position: number } {
  const [recordedAt, stream, position] = cursor.split('#');
  if (recordedAt === undefined || stream === undefined || !Number.isInteger(Number(position || Number.NaN))) {
    throw new RangeError(`"${cursor}" is not the \`next\` of a page`);
  }
  return { recordedAt, stream, position: Number(position) };
}

/** Whether a kept snapshot must not be replaced by another one. A newer fold always replaces an older one. */
export function isNewer(kept: Omit<Snapshot, 'state'>, offered: Omit<Snapshot, 'state'>): boolean {
  return kept.foldVersion === offered.foldVersion && kept.position > offered.position;
}
