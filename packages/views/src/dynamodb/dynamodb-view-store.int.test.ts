import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { EMPTY_PROGRESS } from '../progress.ts';
import { describeViewStoreContract } from '../testing/contract.ts';
import { createDynamoDbViewStore } from './dynamodb-view-store.ts';
import { viewsTable } from './table.ts';

describeWithPeer(dynamoDbPeer, 'DynamoDB view store', () => {
  let peer: LocalDynamoDb;
  let tables = 0;
  const open = (tableName: string) =>
    createDynamoDbViewStore({ documentClient: DynamoDBDocumentClient.from(peer.client), tableName });

  beforeAll(async () => {
    peer = await startDynamoDb();
  });
  afterAll(async () => peer?.stop());

  describeViewStoreContract('DynamoDB', async () => {
    const tableName = `views-${++tables}`;
    await peer.client.send(new CreateTableCommand(viewsTable(tableName)));
    return {
      store: open(tableName),
      reopen: () => open(tableName),
      async close() {
        await peer.client.send(new DeleteTableCommand({ TableName: tableName }));
      },
    };
  });

  const owner = { clusterId: 'demo', projection: 'fleet' };
  const change = { progress: { ...EMPTY_PROGRESS, revision: 1 }, put: { a: '1' }, remove: [] };

  it('says of a table that is not there what to do', async () => {
    const message = /views table nowhere cannot be used: it does not exist in this region/;
    await expect(open('nowhere').readProgress(owner)).rejects.toThrow(message);
    await expect(open('nowhere').write(owner, change)).rejects.toThrow(message);
  });

  it('says of a table with other keys that it is another one', async () => {
    const table = viewsTable('others');
    await peer.client.send(
      new CreateTableCommand({
        ...table,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await expect(open('others').readProgress(owner)).rejects.toThrow('is not the views table but another one');
  });
});
