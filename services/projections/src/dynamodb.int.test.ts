import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDbEventStore, eventTable } from '@smartscale/events/dynamodb';
import { createDynamoDbViewStore, viewsTable } from '@smartscale/views/dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../test/peers/peer.ts';
import { appendEvents } from './testing/fleet-events.ts';
import { setUp } from './testing/set-up.ts';

describeWithPeer(dynamoDbPeer, 'the service on DynamoDB', () => {
  let peer: LocalDynamoDb;
  beforeAll(async () => {
    peer = await startDynamoDb();
    await peer.client.send(new CreateTableCommand(eventTable('events')));
    await peer.client.send(new CreateTableCommand(viewsTable('views')));
  });
  afterAll(async () => peer?.stop());

  it('makes the views that it makes in memory, byte for byte, of wakes that race, and makes them again', async () => {
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    const time = Date.parse('2026-01-01T00:00:00.000Z');
    const service = setUp({
      store: createDynamoDbEventStore({ documentClient, tableName: 'events', now: () => time }),
      views: createDynamoDbViewStore({ documentClient, tableName: 'views' }),
    });
    for (let position = 1; position <= 12; position += 3) {
      await appendEvents(service.store, position, position + 2);
      await Promise.all([position, position + 1, position + 2].map((woken) => service.wake(woken)));
    }
    const inMemory = setUp();
    await appendEvents(inMemory.store, 1, 12);
    await inMemory.wake();
    const expected = await inMemory.everything();
    expect(await service.everything()).toBe(expected);
    expect(service.telemetry.counts['ViewWritesLost']).toBeGreaterThan(0);

    await service.rebuild();
    expect(await service.everything()).toBe(expected);
  });
});
