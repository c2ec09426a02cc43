import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { definitionOf } from '../catalogue/index.ts';
import type { RecordedEvent } from '../envelope.ts';
import { ExpectedVersionError } from '../errors.ts';
import type { EventStore } from '../event-store.ts';
import type { Definitions } from '../read-event.ts';
import { checkAppend, envelop, isRepeat, type Offer } from '../store-rules.ts';
import { putEvents } from './append.ts';
import { asStoreError } from './dynamodb-errors.ts';
import { createHeads } from './heads.ts';
import { placeAfter } from './place.ts';
import { readRange, readStream } from './read.ts';
import type { RetentionDaysOf } from './retention.ts';
import { readSnapshot, writeSnapshot } from './snapshots.ts';
import type { Table } from './table-access.ts';

export type DynamoDbEventStoreOptions = {
  readonly documentClient: DynamoDBDocumentClient;
  /** A table of the shape that `eventTable` gives. */
  readonly tableName: string;
  /** Epoch milliseconds, for `recordedAt` and expiry. */
  readonly now: () => number;
  /** How long an event is kept; everything for good by default. See `expireRoutine`. */
  readonly retentionDaysOf?: RetentionDaysOf;
  /** The catalogue to check against; ours unless a test brings one. */
  readonly definitions?: Definitions;
};

/**
 * The store of production: one item per event. Throws StoreUnusableError when the table is missing, of another shape, or
 * closed to us; throttling and network trouble are retried by the SDK as the client is configured, then thrown as they are.
 */
export function createDynamoDbEventStore(options: DynamoDbEventStoreOptions): EventStore {
  const table: Table = { retentionDaysOf: () => null, definitions: definitionOf, ...options };
  const heads = createHeads();
  const guarded = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw asStoreError(table.tableName, error);
    }
  };

  async function append(offer: Offer): Promise<readonly RecordedEvent[]> {
    const { stream, events, expectedVersion } = offer;
    const checked = checkAppend(offer, table.definitions);
    // A put can tell that its own place is free, not that the one before is taken and the last. Whoever read or wrote up to there knows.
    const place = await placeAfter(table, offer, heads.of(stream));
    if (place) {
      const appended = envelop({ ...offer, expectedVersion: place.first - 1 }, checked, table.now());
      if (await putEvents(table, appended, place.barred)) {
        heads.saw(stream, appended);
        return appended;
      }
    }
    const there = await readStream(table, stream, { from: expectedVersion + 1, limit: events.length });
    if (isRepeat(there, events)) return there;
    throw new ExpectedVersionError(stream, expectedVersion);
  }

  return {
    append: (stream, events, { expectedVersion }) => guarded(append({ stream, events, expectedVersion })),

    async read(stream, readOptions) {
      const events = await guarded(readStream(table, stream, readOptions));
      heads.saw(stream, events);
      return events;
    },

    readRange: (clusterId, range) => guarded(readRange(table, clusterId, range)),

    async readSnapshot(stream, name) {
      const snapshot = await guarded(readSnapshot(table, stream, name));
      if (snapshot) heads.saw(stream, [snapshot]);
      return snapshot;
    },

    writeSnapshot: (stream, snapshot) => guarded(writeSnapshot(table, stream, snapshot)),
  };
}
