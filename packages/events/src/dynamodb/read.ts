import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { RecordedEvent } from '../envelope.ts';
import type { RangeOptions, RangePage, ReadOptions } from '../event-store.ts';
import { rangeCursor, readLimit } from '../store-rules.ts';
import { STREAM_CATEGORIES, type StreamName, streamName } from '../streams.ts';
import { toTimestamp } from '../timestamp.ts';
import { dayKey } from './item.ts';
import { ATTRIBUTES, DAY_INDEX } from './table.ts';
import { eventsAmong, liveEvents, type Table } from './table-access.ts';

const DAY_MILLISECONDS = 86_400_000;

/** From this many days on, a range is first cut to the time of which there are events, at the price of seven small reads. */
const LONG_RANGE_DAYS = 10;

/**
 * Reads one stream with consistent reads, over as many pages of a megabyte as it takes. Expired events are seen until DynamoDB
 * removes them: they still take their positions, so whoever appends must know of them.
 */
export function readStream(table: Table, stream: StreamName, options: ReadOptions = {}): Promise<readonly RecordedEvent[]> {
  const { from, limit, direction = 'forward' } = options;
  const forward = direction === 'forward';
  const query: QueryCommandInput = {
    TableName: table.tableName,
    ConsistentRead: true,
    ScanIndexForward: forward,
    KeyConditionExpression: `${ATTRIBUTES.partition} = :stream AND ${ATTRIBUTES.sort} ${forward ? '>=' : '<='} :from`,
    ExpressionAttributeValues: { ':stream': stream, ':from': from ?? (forward ? 1 : Number.MAX_SAFE_INTEGER) },
  };
  return queryEvents(query, { table, count: readLimit(limit), among: eventsAmong });
}

/** Reads the streams of a cluster day by day through the index. What has expired is no longer part of that history. */
export async function readRange(table: Table, clusterId: string, range: RangeOptions): Promise<RangePage> {
  const count = readLimit(range.limit);
  const { first, last } = await daysOf(table, clusterId, range);
  const events: RecordedEvent[] = [];
  for (let day = first; day <= last && events.length < count; day += 1) {
    const query: QueryCommandInput = {
      TableName: table.tableName,
      IndexName: DAY_INDEX,
      KeyConditionExpression: `#day = :day AND #time BETWEEN :from AND :to`,
      ExpressionAttributeNames: { '#day': ATTRIBUTES.day, '#time': ATTRIBUTES.time },
      // A key is longer than the time it begins with: `to` itself excludes every event at `to`, and "cursor!" the cursor's own.
      ExpressionAttributeValues: {
        ':day': dayKey(clusterId, toTimestamp(day * DAY_MILLISECONDS)),
        ':from': range.after === undefined ? range.from : `${range.after}!`,
        ':to': range.to,
      },
    };
    events.push(...(await queryEvents(query, { table, count: count - events.length, among: liveEvents })));
  }
  const end = events.at(-1);
  return { events, next: end && events.length === count ? rangeCursor(end) : undefined };
}

/** The days to ask for, as whole days since 1970; none when `last` is before `first`. */
async function daysOf(table: Table, clusterId: string, range: RangeOptions): Promise<{ first: number; last: number }> {
  const start = range.after?.slice(0, range.from.length) ?? range.from;
  const first = Math.floor(Date.parse(start) / DAY_MILLISECONDS);
  const last = range.to <= start ? first - 1 : Math.floor((Date.parse(range.to) - 1) / DAY_MILLISECONDS);
  if (last - first < LONG_RANGE_DAYS) return { first, last };
  const ends = await Promise.all(
    STREAM_CATEGORIES.flatMap((category) =>
      (['forward', 'backward'] as const).map((direction) =>
        readStream(table, streamName(category, clusterId), { direction, limit: 1 }),
      ),
    ),
  );
  const days = ends.flat().map(({ recordedAt }) => Math.floor(Date.parse(recordedAt) / DAY_MILLISECONDS));
  return { first: Math.max(first, Math.min(...days)), last: Math.min(last, Math.max(...days)) };
}

type EventsWanted = {
  readonly table: Table;
  readonly count: number;
  /** Picks the events among the items of a page. */
  readonly among: typeof eventsAmong;
};

async function queryEvents(query: QueryCommandInput, { table, count, among }: EventsWanted): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let start: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await table.documentClient.send(
      new QueryCommand({ ...query, Limit: count - events.length, ...(start && { ExclusiveStartKey: start }) }),
    );
    events.push(...among(table, page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start && events.length < count);
  return events;
}
