import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordedEvent } from '../envelope.ts';
import { deriveEventId } from '../event-id.ts';
import { isConditionFailure, isPassingTrouble } from './dynamodb-errors.ts';
import { itemOf } from './item.ts';
import { ATTRIBUTES } from './table.ts';
import type { Table } from './table-access.ts';

/** How often a write that met another transaction is tried, and how much longer it waits each time. */
const MAX_WRITES = 6;
const WAIT_MILLISECONDS = 20;

const PLACE_IS_FREE = `attribute_not_exists(${ATTRIBUTES.partition})`;

/**
 * Puts all events at their positions, or none. False when one of the places is taken.
 * One event is one conditional put; several are one transaction.
 */
export async function putEvents(table: Table, events: readonly RecordedEvent[]): Promise<boolean> {
  for (let write = 1; ; write += 1) {
    try {
      await putOnce(table, events);
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      if (!isPassingTrouble(error) || write === MAX_WRITES) throw error;
    }
    await sleep(write * WAIT_MILLISECONDS);
  }
}

async function putOnce({ documentClient, tableName, retentionDaysOf }: Table, events: readonly RecordedEvent[]): Promise<void> {
  const puts = events.map((event) => ({
    TableName: tableName,
    Item: itemOf(event, retentionDaysOf(event)),
    ConditionExpression: PLACE_IS_FREE,
  }));
  const [first, ...others] = puts;
  if (first === undefined) return;
  if (others.length === 0) {
    await documentClient.send(new PutCommand(first));
    return;
  }
  await documentClient.send(
    new TransactWriteCommand({
      TransactItems: puts.map((put) => ({ Put: put })),
      ClientRequestToken: tokenOf(tableName, events),
    }),
  );
}

/**
 * The same for the same content, so that a request which is sent twice writes once. Tokens are remembered for ten minutes by
 * account, not by table; one that came with other content would be an IdempotentParameterMismatchException.
 */
function tokenOf(tableName: string, events: readonly RecordedEvent[]): string {
  const { recordedAt, stream, position } = events[0] as RecordedEvent;
  return deriveEventId(Date.parse(recordedAt), tableName, stream, position, ...events.map(({ id }) => id));
}

/** Whether there is an event at a position, expired or not. */
export async function hasEvent({ documentClient, tableName }: Table, stream: string, position: number): Promise<boolean> {
  const { Item } = await documentClient.send(
    new GetCommand({
      TableName: tableName,
      Key: { [ATTRIBUTES.partition]: stream, [ATTRIBUTES.sort]: position },
      ProjectionExpression: ATTRIBUTES.partition,
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}
