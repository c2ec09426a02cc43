import type { RecordedEvent } from '../envelope.ts';
import { UnreadableEventError } from '../errors.ts';
import type { Change, RangeOptions, RangePage } from '../event-store.ts';
import { parseRangeCursor, rangeCursor, readLimit } from '../store-rules.ts';
import { STREAM_CATEGORIES, type StreamName, streamName } from '../streams.ts';
import { UnreadableChangeError } from '../unreadable-change.ts';
import type { EventRow } from './row.ts';
import type { Statements } from './statements.ts';

export type ToEvent = (row: unknown) => RecordedEvent;

export function readRange(
  statements: Statements,
  toEvent: ToEvent,
  range: RangeOptions & { readonly clusterId: string },
): RangePage {
  const count = readLimit(range.limit);
  const start = range.after === undefined ? { recordedAt: range.from, stream: '', position: 0 } : parseRangeCursor(range.after);
  const streams = STREAM_CATEGORIES.map((category) => streamName(category, range.clusterId));
  const found = statements.readRange
    .all(start.recordedAt, start.stream, start.position, range.to, ...streams, count)
    .map(toEvent);
  const last = found.at(-1);
  return { events: found, next: last && found.length === count ? rangeCursor(last) : undefined };
}

type SequencedRow = readonly [...EventRow, sequence: number];

export function readChanges(
  statements: Statements,
  toEvent: ToEvent,
  { after, limit }: { after: number; limit: number },
): readonly Change[] {
  const rows = statements.readChanges.all(after, limit) as unknown as readonly SequencedRow[];
  const changes: Change[] = [];
  for (const row of rows) {
    try {
      changes.push(changeOf(row, toEvent));
    } catch (error) {
      if (!(error instanceof UnreadableEventError)) throw error;
      throw new UnreadableChangeError(error, { sequence: row.at(-1) as number, before: changes });
    }
  }
  return changes;
}

function changeOf(row: SequencedRow, toEvent: ToEvent): Change {
  const [, , , , storedVersion, , , , , dataJson, , , sequence] = row;
  const event = toEvent(row);
  return storedVersion === event.schemaVersion ? { sequence, event, dataJson } : { sequence, event };
}

/** Events that a scan holds in memory at a time. */
const SCAN_PAGE_EVENTS = 500;

/** The rows of one stream by position, or of the whole file by sequence, in pages. No transaction is open between two pages. */
export function* scanPages(
  statements: Statements,
  { stream, after }: { stream: StreamName | undefined; after: number },
): Generator<readonly SequencedRow[], void, undefined> {
  for (let last = after; ; ) {
    const page = scanPage(statements, { stream, after: last });
    yield page;
    const end = page.at(-1);
    if (end === undefined || page.length < SCAN_PAGE_EVENTS) return;
    const [, position, , , , , , , , , , , sequence] = end;
    last = stream === undefined ? sequence : position;
  }
}

function scanPage(
  statements: Statements,
  { stream, after }: { stream: StreamName | undefined; after: number },
): readonly SequencedRow[] {
  const rows =
    stream === undefined
      ? statements.readChanges.all(after, SCAN_PAGE_EVENTS)
      : statements.readForward.all(stream, after + 1, SCAN_PAGE_EVENTS);
  return rows as unknown as readonly SequencedRow[];
}
