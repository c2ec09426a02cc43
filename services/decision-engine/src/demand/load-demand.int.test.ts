import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDbEventStore, eventTable } from '@smartscale/events/dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { describeDemandContract } from '../testing/demand-contract.ts';
import { START } from '../testing/world.ts';

describeWithPeer(dynamoDbPeer, 'the demand model of an evaluation', () => {
  let peer: LocalDynamoDb;
  let tables = 0;
  beforeAll(async () => {
    peer = await startDynamoDb();
  });
  afterAll(async () => peer?.stop());

  describeDemandContract('DynamoDB', async () => {
    const tableName = `demand-${++tables}`;
    await peer.client.send(new CreateTableCommand(eventTable(tableName)));
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    return createDynamoDbEventStore({ documentClient, tableName, now: () => START });
  });
});
