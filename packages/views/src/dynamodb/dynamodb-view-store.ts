import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { EMPTY_PROGRESS, type Progress } from '../progress.ts';
import { checkWrite, type ViewOwner, type ViewStore, type ViewWrite } from '../view-store.ts';
import { asViewsError, isLostRace } from './dynamodb-errors.ts';
import { PARTITION, progressKey, viewKey } from './table.ts';

export type DynamoDbViewStoreOptions = {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tableName: string;
};

/** Views in the views table: one item for a projection's progress and one for each view, written in one transaction. */
export function createDynamoDbViewStore({ documentClient, tableName }: DynamoDbViewStoreOptions): ViewStore {
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw asViewsError(tableName, error);
    }
  };
  const readJson = (key: Record<string, string>) =>
    guarded(async () => {
      const { Item } = await documentClient.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
      return (Item as { json: string } | undefined)?.json;
    });

  return {
    async readProgress(owner) {
      const json = await readJson(progressKey(owner));
      return json === undefined ? EMPTY_PROGRESS : (JSON.parse(json) as Progress);
    },

    async write(owner, change) {
      checkWrite(owner, change);
      try {
        await guarded(() => writeAll({ documentClient, tableName }, owner, change));
        return true;
      } catch (error) {
        if (isLostRace(error)) return false;
        throw error;
      }
    },

    readView: (owner, name) => readJson(viewKey(owner, name)),
  };
}

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** One put when no view changes, which is half the price; otherwise one transaction. */
async function writeAll(
  { documentClient, tableName }: DynamoDbViewStoreOptions,
  owner: ViewOwner,
  { progress, put, remove }: ViewWrite,
): Promise<void> {
  const progressPut = {
    TableName: tableName,
    Item: { ...progressKey(owner), revision: progress.revision, json: JSON.stringify(progress) },
    ...onlyAfter(progress.revision - 1),
  };
  const views: Writes = [
    ...Object.entries(put).map(([name, json]) => ({
      Put: { TableName: tableName, Item: { ...viewKey(owner, name), json } },
    })),
    ...remove.map((name) => ({ Delete: { TableName: tableName, Key: viewKey(owner, name) } })),
  ];
  if (views.length === 0) await documentClient.send(new PutCommand(progressPut));
  else await documentClient.send(new TransactWriteCommand({ TransactItems: [{ Put: progressPut }, ...views] }));
}

function onlyAfter(revision: number) {
  if (revision === 0) return { ConditionExpression: `attribute_not_exists(${PARTITION})` };
  return { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': revision } };
}
