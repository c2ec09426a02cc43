import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** Names of the attributes of the event table, shared by the store, the outbox relay and the template that makes the table. */
export const ATTRIBUTES = {
  /** Partition key: the stream, or `snapshot#<stream>#<name>`. */
  partition: 'pk',
  /** Sort key, a number: the position, or 0 for a snapshot. */
  sort: 'sk',
  /** Partition key of the index by day: `<clusterId>#<yyyy-mm-dd>` of `recordedAt`. Snapshots have none and are not in the index. */
  day: 'day',
  /** Sort key of the index by day: `<recordedAt>#<stream>#<position>`. */
  time: 'time',
  /** Epoch seconds after which DynamoDB may remove the item (its time-to-live attribute); absent: never. */
  expiresAt: 'expiresAt',
  /** True on an item that is no event but keeps its position free of one. */
  barred: 'barred',
} as const;

export const DAY_INDEX = 'by-day';

/** The event table as CreateTable wants it. Time to live on `expiresAt` is switched on by a call of its own. */
export function eventTable(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: ATTRIBUTES.partition, AttributeType: 'S' },
      { AttributeName: ATTRIBUTES.sort, AttributeType: 'N' },
      { AttributeName: ATTRIBUTES.day, AttributeType: 'S' },
      { AttributeName: ATTRIBUTES.time, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: ATTRIBUTES.partition, KeyType: 'HASH' },
      { AttributeName: ATTRIBUTES.sort, KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: DAY_INDEX,
        KeySchema: [
          { AttributeName: ATTRIBUTES.day, KeyType: 'HASH' },
          { AttributeName: ATTRIBUTES.time, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  };
}
