import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Offer } from '../store-rules.ts';
import type { StreamName } from '../streams.ts';
import type { Head } from './heads.ts';
import { isEventItem } from './item.ts';
import { isShortLived, LEAST_RETENTION_DAYS, nextKept } from './retention.ts';
import { ATTRIBUTES } from './table.ts';
import type { Table } from './table-access.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Where the events of an append go. */
export type Place = {
  readonly first: number;
  /** A position to be barred in the same write, so that nobody who thinks otherwise of the stream can write there. */
  readonly barred?: number;
};

/**
 * The place after `expectedVersion`; undefined when that is not the stream's last position.
 *
 * DynamoDB removes expired events in any order, the last ones of a stream included. A stream whose last event is younger than any
 * retention misses nothing at its end. After a longer pause up to nine may be missing, as every tenth is kept: the stream then
 * goes on at the next tenth, which it cannot have reached. The place that a writer with another idea of the time would take
 * is barred, so that still one of them wins.
 */
export async function placeAfter(
  table: Table,
  { stream, expectedVersion }: Offer,
  head: Head | undefined,
): Promise<Place | undefined> {
  const next = { first: expectedVersion + 1 };
  if (expectedVersion === 0) return next;
  if (head && head.position > expectedVersion) return undefined;
  const last = head?.position === expectedVersion ? head : await readHead(table, stream, expectedVersion);
  if (!last) return undefined;
  if (await isWhole(table, stream, last)) return next;
  const first = nextKept(expectedVersion);
  return first === next.first ? next : { first, barred: next.first };
}

/** Whether it is sure that nothing is missing after the last event. Asks the table when only a snapshot told of that event. */
async function isWhole(table: Table, stream: StreamName, last: Head): Promise<boolean> {
  if (!isShortLived(stream) || isAwake(table, last)) return true;
  return last.recordedAt === undefined && isAwake(table, await readHead(table, stream, last.position));
}

function isAwake(table: Table, head: Head | undefined): boolean {
  if (head?.recordedAt === undefined) return false;
  return table.now() - Date.parse(head.recordedAt) < LEAST_RETENTION_DAYS * DAY_MILLISECONDS;
}

/** The event at a position, expired or not. */
async function readHead({ documentClient, tableName }: Table, stream: string, position: number): Promise<Head | undefined> {
  const { Item } = await documentClient.send(
    new GetCommand({
      TableName: tableName,
      Key: { [ATTRIBUTES.partition]: stream, [ATTRIBUTES.sort]: position },
      ProjectionExpression: '#type, recordedAt',
      ExpressionAttributeNames: { '#type': 'type' },
      ConsistentRead: true,
    }),
  );
  return Item && isEventItem(Item) ? { position, recordedAt: String(Item['recordedAt']) } : undefined;
}

/** A barred position: no event, for no reader, and gone once no writer can be left who would have written there. */
export function barItem(stream: string, position: number, recordedAt: string): Readonly<Record<string, unknown>> {
  const expiresAt = Math.ceil((Date.parse(recordedAt) + DAY_MILLISECONDS) / 1_000);
  return {
    [ATTRIBUTES.partition]: stream,
    [ATTRIBUTES.sort]: position,
    [ATTRIBUTES.barred]: true,
    [ATTRIBUTES.expiresAt]: expiresAt,
  };
}
