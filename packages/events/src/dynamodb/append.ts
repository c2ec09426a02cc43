import { setTimeout as sleep } from 'node:timers/promises';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordedEvent } from '../envelope.ts';
import { deriveEventId } from '../event-id.ts';
import { isConditionFailure, isPassingTrouble } from './dynamodb-errors.ts';
import { itemOf } from './item.ts';
import { barItem } from './place.ts';
import { ATTRIBUTES } from './table.ts';
import type { Table } from './table-access.ts';

/** How often a write that met another transaction is tried, and how much longer it waits each time. */
const MAX_WRITES = 6;
const WAIT_MILLISECONDS = 20;

const PLACE_IS_FREE = `attribute_not_exists(${ATTRIBUTES.partition})`;

/**
 * Puts all events at their positions and bars another one if asked to, or does nothing. False when one of the places is taken.
 * One event is one conditional put; several items are one transaction.
 */
export async function putEvents(table: Table, events: readonly RecordedEvent[], barred?: number): Promise<boolean> {
  for (let write = 1; ; write += 1) {
    try {
      await putOnce(table, events, barred);
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      if (!isPassingTrouble(error) || write === MAX_WRITES) throw error;
    }
    await sleep(write * WAIT_MILLISECONDS);
  }
}

async function putOnce(table: Table, events: readonly RecordedEvent[], barred: number | undefined): Promise<void> {
  const { documentClient, tableName, retentionDaysOf } = table;
  const [first] = events;
  if (first === undefined) return;
  const items = events.map((event): object => itemOf(event, retentionDaysOf(event)));
  if (barred !== undefined) items.push(barItem(first.stream, barred, first.recordedAt));
  const puts = items.map((Item) => ({ TableName: tableName, Item, ConditionExpression: PLACE_IS_FREE }));
  if (puts.length === 1) {
    await documentClient.send(new PutCommand(puts[0] as (typeof puts)[number]));
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
