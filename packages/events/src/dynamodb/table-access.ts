import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RecordedEvent } from '../envelope.ts';
import type { Definitions } from '../read-event.ts';
import { type EventItem, eventOf } from './item.ts';
import type { RetentionDaysOf } from './retention.ts';

/** The one table that the parts of the store work on. */
export type Table = {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly retentionDaysOf: RetentionDaysOf;
  readonly definitions: Definitions;
};

/** The events among items. Expired ones are gone for us at once, though DynamoDB may take days to remove them. */
export function liveEvents(table: Table, items: readonly Readonly<Record<string, unknown>>[]): readonly RecordedEvent[] {
  const nowSeconds = table.now() / 1_000;
  const isLive = ({ expiresAt }: Partial<EventItem>) => expiresAt === undefined || expiresAt > nowSeconds;
  return items.filter(isLive).map((item) => eventOf(item, table.definitions));
}
