import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { describeEventStoreContract } from '../testing/contract/index.ts';
import { createDynamoDbEventStore } from './dynamodb-event-store.ts';
import { eventTable } from './table.ts';

describeWithPeer(dynamoDbPeer, 'DynamoDB event store', () => {
  let peer: LocalDynamoDb;
  let tables = 0;

  beforeAll(async () => {
    peer = await startDynamoDb();
  });
  afterAll(async () => peer?.stop());

  describeEventStoreContract(
    'DynamoDB',
    async ({ now, definitions }) => {
      const tableName = `events-${++tables}`;
      await peer.client.send(new CreateTableCommand(eventTable(tableName)));
      const documentClient = DynamoDBDocumentClient.from(peer.client);
      const open = (known = definitions) => createDynamoDbEventStore({ documentClient, tableName, now, definitions: known });
      return {
        store: open(),
        reopen: async (known) => open(known),
        async damage(stream, position) {
          await documentClient.send(
            new UpdateCommand({
              TableName: tableName,
              Key: { pk: stream, sk: position },
              UpdateExpression: 'SET #data = :data',
              ExpressionAttributeNames: { '#data': 'data' },
              ExpressionAttributeValues: { ':data': '{"channel":7}' },
            }),
          );
        },
        async close() {
          await peer.client.send(new DeleteTableCommand({ TableName: tableName }));
        },
      };
    },
    { changeFeed: false },
  );
});
