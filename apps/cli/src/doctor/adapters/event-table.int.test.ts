import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { eventTable } from '@smartscale/events/dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../../../test/peers/peer.ts';
import { readComplaint } from './fleet-facts.ts';
import { tableStore } from './fleet-store.ts';

describeWithPeer(dynamoDbPeer, 'a table of DynamoDB', () => {
  let peer: LocalDynamoDb;
  beforeAll(async () => {
    peer = await startDynamoDb();
    vi.stubEnv('AWS_ENDPOINT_URL', peer.endpoint);
    vi.stubEnv('AWS_REGION', 'ap-south-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await peer?.stop();
  });
  const complaintOf = (name: string) =>
    readComplaint(tableStore('dev', async () => ({ events: name, views: null }), 'rebuild'));

  it('is ours, and may be empty', async () => {
    await peer.client.send(new CreateTableCommand(eventTable('ours')));
    expect(await complaintOf('ours')).toEqual({ complaint: null, hasEvents: false });
  });

  it('is not there', async () => {
    expect((await complaintOf('nowhere')).complaint).toContain('the event table nowhere cannot be used: it does not exist');
  });

  it('is of another program, by its keys or by its index', async () => {
    const { GlobalSecondaryIndexes: _, AttributeDefinitions, ...table } = eventTable('without-index');
    const keys = AttributeDefinitions?.filter(({ AttributeName }) => AttributeName === 'pk' || AttributeName === 'sk');
    await peer.client.send(new CreateTableCommand({ ...table, AttributeDefinitions: keys }));
    const id = { AttributeName: 'id' } as const;
    await peer.client.send(
      new CreateTableCommand({
        ...{ TableName: 'foreign', BillingMode: 'PAY_PER_REQUEST' },
        ...{ AttributeDefinitions: [{ ...id, AttributeType: 'S' }], KeySchema: [{ ...id, KeyType: 'HASH' }] },
      }),
    );
    for (const name of ['foreign', 'without-index']) {
      expect((await complaintOf(name)).complaint).toContain(`the event table ${name} cannot be used: it is no event table`);
    }
  });
});
