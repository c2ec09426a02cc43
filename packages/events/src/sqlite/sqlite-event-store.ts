import { definitionOf } from '../catalogue/index.ts';
import type { RecordedEvent } from '../envelope.ts';
import { ExpectedVersionError } from '../errors.ts';
import type { ChangeFeed, EventStore, ReadOptions, Snapshot } from '../event-store.ts';
import type { Definitions } from '../read-event.ts';
import { checkAppend, envelop, isRepeat, type Offer, readLimit } from '../store-rules.ts';
import type { StreamName } from '../streams.ts';
import { insertRows } from './insert.ts';
import { type Durability, openDatabase } from './open-database.ts';
import { readChanges, readRange, scanPages } from './reads.ts';
import { type EventRow, eventOfRow, rowOf } from './row.ts';
import { asStoreError } from './sqlite-errors.ts';
import { prepareStatements } from './statements.ts';

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
        if (insertRows(database, statements, rows)) return appended;
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
      const pages = scanPages(statements, { stream, after });
      const nextPage = () => guarded(() => pages.next().value ?? []);
      for (let page = nextPage(); page.length > 0; page = nextPage()) for (const row of page) yield toEvent(row);
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
