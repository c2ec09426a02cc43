import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RecordedEvent } from '../envelope.ts';
import type { Definitions } from '../read-event.ts';
import { type EventItem, eventOf } from './item.ts';
import type { RetentionDaysOf } from './retention.ts';
import { ATTRIBUTES } from './table.ts';

/** The one table that the parts of the store work on. */
export type Table = {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly retentionDaysOf: RetentionDaysOf;
  readonly definitions: Definitions;
};

/** The events among items, those included that have expired and wait to be removed. */
export function eventsAmong(table: Table, items: readonly Item[]): readonly RecordedEvent[] {
  return items.filter((item) => item[ATTRIBUTES.barred] !== true).map((item) => eventOf(item, table.definitions));
}

/** The events among items that have not expired. DynamoDB may take days to remove the others. */
export function liveEvents(table: Table, items: readonly Item[]): readonly RecordedEvent[] {
  const nowSeconds = table.now() / 1_000;
  const isLive = ({ expiresAt }: Partial<EventItem>) => expiresAt === undefined || expiresAt > nowSeconds;
  return eventsAmong(table, items.filter(isLive));
}

type Item = Readonly<Record<string, unknown>>;
