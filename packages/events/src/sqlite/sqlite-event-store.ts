import type { DatabaseSync } from 'node:sqlite';
import { definitionOf } from '../catalogue/index.ts';
import type { RecordedEvent } from '../envelope.ts';
import { ExpectedVersionError } from '../errors.ts';
import type { Change, ChangeFeed, EventStore, RangeOptions, RangePage, ReadOptions, Snapshot } from '../event-store.ts';
import type { Definitions } from '../read-event.ts';
import { checkAppend, envelop, isRepeat, type Offer, parseRangeCursor, rangeCursor, readLimit } from '../store-rules.ts';
import { STREAM_CATEGORIES, type StreamName, streamName } from '../streams.ts';
import { type Durability, openDatabase } from './open-database.ts';
import { type EventRow, eventOfRow, rowOf } from './row.ts';
import { asStoreError } from './sqlite-errors.ts';
import { prepareStatements, type Statements } from './statements.ts';

/** Events that `scan` holds in memory at a time. */
const SCAN_PAGE_EVENTS = 500;

export type SqliteEventStoreOptions = {
  /** Path of the store; it is created when it does not exist. `:memory:` for one that ends with the object. */
  readonly file: string;
  /** Epoch milliseconds, for `recordedAt`. */
  readonly now: () => number;
  /**
   * `full` (default): an acknowledged append survives a power cut. `normal`: it survives the end of the process, kill -9
   * included, and a power cut may take the last moments; ten times faster on most disks.
   */
  readonly durability?: Durability;
  /** The catalogue to check against; ours unless a test brings one. */
  readonly definitions?: Definitions;
};

/** One file that several processes may read and write at once. Methods throw StoreUnusableError when the file fails them. */
export type SqliteEventStore = EventStore &
  ChangeFeed & {
    /**
     * Every event of one stream by position, or of the whole store by sequence, at the cost of one JSON.parse each.
     * Pages inside, so writers go on meanwhile; what is appended during the scan is seen, too.
     */
    scan(options?: { readonly stream?: StreamName; readonly after?: number }): Generator<RecordedEvent, void, undefined>;
    /** The sequence that `name` has dealt with, 0 when it never wrote one. */
    readCheckpoint(name: string): Promise<number>;
    writeCheckpoint(name: string, sequence: number): Promise<void>;
    /** Ends the use of the file; every later call is a StoreUnusableError. Closing twice is no error. */
    close(): void;
  };

/** Opens or creates a store file. Throws StoreUnusableError with one sentence for people, the file left as it was. */
export function openSqliteEventStore(options: SqliteEventStoreOptions): SqliteEventStore {
  const { file, now, durability = 'full', definitions = definitionOf } = options;
  const database = openDatabase(file, durability);
  const statements = prepareStatements(database);
  const toEvent = (row: unknown) => eventOfRow(row as EventRow, definitions);
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw asStoreError(file, error);
    }
  };
  const read = (stream: StreamName, { from, limit, direction = 'forward' }: ReadOptions = {}) => {
    const count = readLimit(limit);
    return direction === 'forward'
      ? statements.readForward.all(stream, from ?? 1, count).map(toEvent)
      : statements.readBackward.all(stream, from ?? Number.MAX_SAFE_INTEGER, count).map(toEvent);
  };

  return {
    async append(stream, events, { expectedVersion }) {
      const offer: Offer = { stream, events, expectedVersion };
      const checked = checkAppend(offer, definitions);
      return guarded(() => {
        const appended = envelop(offer, checked, now());
        const rows = appended.map((event) => rowOf(event, definitions));
        if (insert(database, statements, rows)) return appended;
        const there = read(stream, { from: expectedVersion + 1, limit: events.length });
        if (isRepeat(there, events)) return there;
        throw new ExpectedVersionError(stream, expectedVersion);
      });
    },

    async read(stream, readOptions) {
      return guarded(() => read(stream, readOptions));
    },

    async readRange(clusterId, range) {
      return guarded(() => readRange(statements, toEvent, { ...range, clusterId }));
    },

    async readSnapshot(stream, name) {
      const row = guarded(() => statements.readSnapshot.get(stream, name)) as unknown as [number, number, string] | undefined;
      if (!row) return undefined;
      const [foldVersion, position, state] = row;
      return { name, foldVersion, position, state: JSON.parse(state) };
    },

    async writeSnapshot(stream, { name, foldVersion, position, state }: Snapshot) {
      guarded(() => statements.writeSnapshot.run(stream, name, foldVersion, position, JSON.stringify(state)));
    },

    async readChanges({ after, limit }) {
      return guarded(() => readChanges(statements, toEvent, { after, limit }));
    },

    *scan({ stream, after = 0 } = {}) {
      for (let last = after; ; ) {
        const page = guarded(() => scanPage(statements, { stream, after: last }));
        for (const row of page) yield toEvent(row);
        const end = page.at(-1);
        if (end === undefined || page.length < SCAN_PAGE_EVENTS) return;
        last = stream === undefined ? (end[12] as number) : end[1];
      }
    },

    async readCheckpoint(name) {
      const row = guarded(() => statements.readCheckpoint.get(name)) as unknown as [number] | undefined;
      return row?.[0] ?? 0;
    },

    async writeCheckpoint(name, sequence) {
      guarded(() => statements.writeCheckpoint.run(name, sequence));
    },

    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Inserts all rows or none. False when the stream is not at the version before the first row. */
function insert(database: DatabaseSync, statements: Statements, rows: readonly EventRow[]): boolean {
  const [first, ...others] = rows;
  if (first === undefined) return false;
  const [stream, position] = first;
  if (others.length === 0) return statements.insertAtVersion.run(...first, stream, position - 1).changes === 1;
  database.exec('BEGIN IMMEDIATE');
  try {
    const free = statements.insertAtVersion.run(...first, stream, position - 1).changes === 1;
    if (free) for (const row of others) statements.insert.run(...row);
    database.exec('COMMIT');
    return free;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

type ToEvent = (row: unknown) => RecordedEvent;

function readRange(statements: Statements, toEvent: ToEvent, range: RangeOptions & { readonly clusterId: string }): RangePage {
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

function readChanges(
  statements: Statements,
  toEvent: ToEvent,
  { after, limit }: { after: number; limit: number },
): readonly Change[] {
  const rows = statements.readChanges.all(after, limit) as unknown as readonly SequencedRow[];
  return rows.map((row) => {
    const [, , , , storedVersion, , , , , dataJson, , , sequence] = row;
    const event = toEvent(row);
    return storedVersion === event.schemaVersion ? { sequence, event, dataJson } : { sequence, event };
  });
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
