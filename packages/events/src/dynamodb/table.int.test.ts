import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { ExpectedVersionError, StoreUnusableError } from '../errors.ts';
import { notice, notices, START } from '../testing/contract/notices.ts';
import { toTimestamp } from '../timestamp.ts';
import { createDynamoDbEventStore } from './dynamodb-event-store.ts';
import { eventOf, itemOf } from './item.ts';
import type { RetentionDaysOf } from './retention.ts';
import { eventTable } from './table.ts';

const STREAM = 'notices-demo';
const DAY_MILLISECONDS = 86_400_000;

describeWithPeer(dynamoDbPeer, 'the event table', () => {
  let peer: LocalDynamoDb;
  let tables = 0;

  beforeAll(async () => {
    peer = await startDynamoDb();
  });
  afterAll(async () => peer?.stop());

  /** A fresh table and the requests that were sent to it since. */
  async function open(options: { retentionDaysOf?: RetentionDaysOf; shape?: Partial<CreateTableCommandInput> } = {}) {
    const tableName = `events-${++tables}`;
    await peer.client.send(new CreateTableCommand({ ...eventTable(tableName), ...options.shape }));
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    const requests: string[] = [];
    const name = `count-${tableName}`;
    documentClient.middlewareStack.add(
      (next, { commandName }) =>
        (input) => {
          requests.push(String(commandName).replace('Command', ''));
          return next(input);
        },
      { step: 'initialize', name },
    );
    const clock = { time: START };
    const { retentionDaysOf = () => null } = options;
    const openStore = () => createDynamoDbEventStore({ documentClient, tableName, now: () => clock.time, retentionDaysOf });
    return { tableName, documentClient, requests, clock, store: openStore(), openStore };
  }

  it('gets one request for an append, and one for a read', async () => {
    const { store, requests } = await open();
    await store.append(STREAM, [notice(1)], { expectedVersion: 0 });
    await store.append(STREAM, notices(2, 5), { expectedVersion: 1 });
    await store.append(STREAM, [notice(7)], { expectedVersion: 6 });
    expect(requests).toEqual(['PutItem', 'TransactWriteItems', 'PutItem']);
    await store.read(STREAM);
    await store.read(STREAM, { direction: 'backward', limit: 1 });
    expect(requests.slice(3)).toEqual(['Query', 'Query']);
  });

  it('keeps nothing of an append of which one place is taken', async () => {
    const { store, documentClient, tableName } = await open();
    await documentClient.send(new PutCommand({ TableName: tableName, Item: { pk: STREAM, sk: 3, type: 'TeaBrewed' } }));
    const appending = store.append(STREAM, notices(1, 4), { expectedVersion: 0 });
    await expect(appending).rejects.toThrow(/event 3 of stream notices-demo cannot be read/);
    expect(await store.read(STREAM, { limit: 1 }).catch((error: unknown) => error)).toMatchObject({ position: 3 });
  });

  it('is asked once more about a version that the store has not seen itself', async () => {
    const { openStore, requests } = await open();
    await openStore().append(STREAM, notices(1, 3), { expectedVersion: 0 });
    const other = openStore();
    requests.length = 0;
    await other.append(STREAM, [notice(4)], { expectedVersion: 3 });
    expect(requests).toEqual(['GetItem', 'PutItem']);
    await expect(openStore().append(STREAM, [notice(9)], { expectedVersion: 8 })).rejects.toThrow(ExpectedVersionError);
  });

  it('is not asked about a version that a snapshot has reached, its events may have expired', async () => {
    const { openStore, requests } = await open();
    await openStore().writeSnapshot(STREAM, { name: 'texts', foldVersion: 1, position: 40, state: {} });
    const store = openStore();
    await store.readSnapshot(STREAM, 'texts');
    requests.length = 0;
    const [event] = await store.append(STREAM, [notice(41)], { expectedVersion: 40 });
    expect(event?.position).toBe(41);
    expect(requests).toEqual(['PutItem']);
  });

  it('shows expired events to who reads their stream until DynamoDB removes them, and no longer to who reads by time', async () => {
    const { store, clock } = await open({ retentionDaysOf: ({ position }) => (position === 2 ? null : 30) });
    await store.append(STREAM, notices(1, 3), { expectedVersion: 0 });
    const range = { from: toTimestamp(START), to: toTimestamp(START + 1) };
    const positions = async () => (await store.readRange('demo', range)).events.map(({ position }) => position);
    clock.time = START + 30 * DAY_MILLISECONDS - 1_000;
    expect(await positions()).toEqual([1, 2, 3]);
    clock.time = START + 30 * DAY_MILLISECONDS;
    expect(await positions()).toEqual([2]);
    expect((await store.readRange('demo', { ...range, limit: 1 })).events).toHaveLength(1);
    expect((await store.read(STREAM)).map(({ position }) => position)).toEqual([1, 2, 3]);
    expect((await store.read(STREAM, { direction: 'backward', limit: 1 })).map(({ position }) => position)).toEqual([3]);
  });

  it('finds what there is of a range of many years with few requests', async () => {
    const { store, clock, requests } = await open();
    await store.append(STREAM, [notice(1)], { expectedVersion: 0 });
    clock.time += 2 * DAY_MILLISECONDS;
    await store.append(STREAM, [notice(2)], { expectedVersion: 1 });
    requests.length = 0;
    const { events } = await store.readRange('demo', { from: '1970-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' });
    expect(events.map(({ position }) => position)).toEqual([1, 2]);
    expect(requests.length).toBeLessThan(20);
    expect(
      (await store.readRange('nobody', { from: '1970-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' })).events,
    ).toEqual([]);
  });

  it('holds items from which a relay reads the event', async () => {
    const { store, documentClient, tableName } = await open();
    const [event] = await store.append(STREAM, [notice(1)], { expectedVersion: 0 });
    const { Item } = await documentClient.send(new GetCommand({ TableName: tableName, Key: { pk: STREAM, sk: 1 } }));
    expect(event && Item).toEqual(event && itemOf(event));
    expect(eventOf(Item ?? {})).toEqual(event);
  });

  it('that does not exist is named', async () => {
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    const store = createDynamoDbEventStore({ documentClient, tableName: 'nothing-here', now: () => START });
    for (const attempt of [
      () => store.append(STREAM, [notice(1)], { expectedVersion: 0 }),
      () => store.read(STREAM),
      () => store.readSnapshot(STREAM, 'x'),
      () => store.readRange('demo', { from: toTimestamp(START), to: toTimestamp(START + 1) }),
    ]) {
      await expect(attempt()).rejects.toThrow(StoreUnusableError);
      await expect(attempt()).rejects.toThrow(/event table nothing-here cannot be used: it does not exist/);
    }
  });

  it.each<[string, Partial<CreateTableCommandInput>]>([
    [
      'other names of keys',
      {
        AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      },
    ],
    [
      'other types of keys',
      {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      },
    ],
  ])('of another program, with %s, is told from ours', async (_, { AttributeDefinitions, KeySchema }) => {
    const tableName = `others-${++tables}`;
    const { GlobalSecondaryIndexes: __, ...shape } = eventTable(tableName);
    const other = { ...shape, AttributeDefinitions, KeySchema: KeySchema ?? shape.KeySchema };
    await peer.client.send(new CreateTableCommand(other));
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    const store = createDynamoDbEventStore({ documentClient, tableName, now: () => START });
    for (const attempt of [
      () => store.append(STREAM, [notice(1)], { expectedVersion: 0 }),
      () => store.append(STREAM, notices(1, 2), { expectedVersion: 0 }),
      () => store.read(STREAM),
      () => store.readSnapshot(STREAM, 'x'),
      () => store.readRange('demo', { from: toTimestamp(START), to: toTimestamp(START + 1) }),
    ]) {
      await expect(attempt()).rejects.toThrow(StoreUnusableError);
      await expect(attempt()).rejects.toThrow(/of another program/);
    }
  });

  it('says of an item that is too large what DynamoDB says', async () => {
    const { store } = await open();
    const state = 'x'.repeat(410_000);
    await expect(store.writeSnapshot(STREAM, { name: 'huge', foldVersion: 1, position: 1, state })).rejects.toThrow(/size/i);
  });

  it('with an item that lost an attribute names its place', async () => {
    const { store, documentClient, tableName } = await open();
    const [event] = await store.append(STREAM, [notice(1)], { expectedVersion: 0 });
    if (!event) throw new Error('nothing was appended');
    const { correlationId: _, ...damaged } = itemOf(event);
    await documentClient.send(new PutCommand({ TableName: tableName, Item: damaged }));
    await expect(store.read(STREAM)).rejects.toThrow(
      /event 1 of stream notices-demo cannot be read: its item is damaged: correlationId/,
    );
  });
});
