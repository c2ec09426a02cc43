import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Snapshot } from '../event-store.ts';
import { isConditionFailure } from './dynamodb-errors.ts';
import { ATTRIBUTES } from './table.ts';
import type { Table } from './table-access.ts';

const { partition, sort } = ATTRIBUTES;

type SnapshotItem = { readonly foldVersion: number; readonly position: number; readonly state: string };

/** One consistent read of one item. */
export async function readSnapshot(
  { documentClient, tableName }: Table,
  stream: string,
  name: string,
): Promise<Snapshot | undefined> {
  const { Item } = await documentClient.send(
    new GetCommand({ TableName: tableName, Key: keyOf(stream, name), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { foldVersion, position, state } = Item as SnapshotItem;
  return { name, foldVersion, position, state: JSON.parse(state) };
}

/** One put, on condition that no newer snapshot of the same fold version is there. */
export async function writeSnapshot({ documentClient, tableName }: Table, stream: string, snapshot: Snapshot): Promise<void> {
  const { name, foldVersion, position, state } = snapshot;
  const item: SnapshotItem = { foldVersion, position, state: JSON.stringify(state) };
  try {
    await documentClient.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...keyOf(stream, name), ...item },
        ConditionExpression: `attribute_not_exists(${partition}) OR foldVersion <> :foldVersion OR #position <= :position`,
        ExpressionAttributeNames: { '#position': 'position' },
        ExpressionAttributeValues: { ':foldVersion': foldVersion, ':position': position },
      }),
    );
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

function keyOf(stream: string, name: string): Readonly<Record<string, unknown>> {
  return { [partition]: `snapshot#${stream}#${name}`, [sort]: 0 };
}
