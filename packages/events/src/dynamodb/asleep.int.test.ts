import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../../../../test/peers/dynamodb/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import type { NewEvent } from '../envelope.ts';
import { ExpectedVersionError } from '../errors.ts';
import { deriveEventId } from '../event-id.ts';
import { type Fold, loadState } from '../fold.ts';
import { START } from '../testing/contract/notices.ts';
import { toTimestamp } from '../timestamp.ts';
import { createDynamoDbEventStore } from './dynamodb-event-store.ts';
import { expireRoutine } from './retention.ts';
import { eventTable } from './table.ts';

const STREAM = 'metrics-demo';
const DAY_MILLISECONDS = 86_400_000;

const count: Fold<number> = {
  ...{ name: 'count', version: 1, snapshotEvery: 10, initialState: () => 0 },
  evolve: (state) => state + 1,
};

function missed(number: number): NewEvent<'MetricsMissed'> {
  const id = deriveEventId(START, 'missed', number);
  const occurredAt = toTimestamp(START + number);
  const data = {
    ...{ sampledAt: occurredAt, intervalSeconds: 120, message: `tick ${number}` },
    ...{ reason: 'timeout' as const, attempts: 3, consecutive: number },
  };
  return { id, type: 'MetricsMissed', occurredAt, correlationId: id, causationId: id, data };
}

describeWithPeer(dynamoDbPeer, 'a stream that slept for longer than its events are kept', () => {
  let peer: LocalDynamoDb;
  let tables = 0;

  beforeAll(async () => {
    peer = await startDynamoDb();
  });
  afterAll(async () => peer?.stop());

  /** A stream of `length` samples that were missed, and then nothing for 40 days. */
  async function asleep(length: number) {
    const tableName = `asleep-${++tables}`;
    await peer.client.send(new CreateTableCommand(eventTable(tableName)));
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    const clock = { time: START };
    const open = (now = () => clock.time) =>
      createDynamoDbEventStore({ documentClient, tableName, now, retentionDaysOf: expireRoutine() });
    const store = open();
    for (let position = 1; position <= length; position += 1) {
      await store.append(STREAM, [missed(position)], { expectedVersion: position - 1 });
    }
    clock.time += 40 * DAY_MILLISECONDS;
    /** What DynamoDB does with expired items, in an order and at times of its own. */
    const sweep = async (...positions: readonly number[]) => {
      for (const position of positions) {
        const Key = { pk: STREAM, sk: position };
        const { Item } = await documentClient.send(new GetCommand({ TableName: tableName, Key }));
        if (Number(Item?.['expiresAt']) < clock.time / 1_000)
          await documentClient.send(new DeleteCommand({ TableName: tableName, Key }));
      }
    };
    return { clock, open, sweep };
  }

  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
  const positionsOf = (events: readonly { readonly position: number }[]) => events.map(({ position }) => position);

  it('goes on at the next position before anything was swept, though all of it has expired', async () => {
    const { open } = await asleep(13);
    const store = open();
    const { version } = await loadState(store, STREAM, count);
    expect(version).toBe(13);
    const [event] = await store.append(STREAM, [missed(14)], { expectedVersion: version });
    expect(event?.position).toBeGreaterThan(13);
    const [next] = await store.append(STREAM, [missed(15)], { expectedVersion: Number(event?.position) });
    expect(next?.position).toBe(Number(event?.position) + 1);
  });

  it.each([
    ['all that may go', upTo(17)],
    ['the last ones', [16, 17]],
    ['some in the middle of the last ones', [12, 15]],
    ['the very last one', [17]],
  ])('never uses a position again after the sweep of %s', async (_, swept) => {
    const { open, sweep } = await asleep(17);
    await sweep(...swept);
    const store = open();
    const { version } = await loadState(store, STREAM, count);
    const appended = await store.append(STREAM, [missed(18), missed(19)], { expectedVersion: version });
    expect(Math.min(...positionsOf(appended))).toBeGreaterThan(17);
    const head = await store.read(STREAM, { direction: 'backward', limit: 2 });
    expect(head).toEqual(appended.toReversed());
    const last = Number(appended.at(-1)?.position);
    expect(positionsOf(await open().append(STREAM, [missed(20)], { expectedVersion: last }))).toEqual([last + 1]);
  });

  it('that was short has its first event left to go on from', async () => {
    const { open, sweep } = await asleep(4);
    await sweep(...upTo(4));
    const store = open();
    const { version } = await loadState(store, STREAM, count);
    expect(version).toBe(1);
    expect((await store.append(STREAM, [missed(5)], { expectedVersion: version }))[0]?.position).toBeGreaterThan(4);
  });

  it('goes on behind its snapshot when the events up to that are gone', async () => {
    const { open, sweep } = await asleep(17);
    await open().writeSnapshot(STREAM, { name: 'count', foldVersion: 1, position: 16, state: 16 });
    await sweep(...upTo(17));
    const store = open();
    const { version, state } = await loadState(store, STREAM, count);
    expect({ version, state }).toEqual({ version: 16, state: 16 });
    const appended = await store.append(STREAM, [missed(18)], { expectedVersion: version });
    expect(appended[0]?.position).toBeGreaterThan(17);
    expect(await loadState(open(), STREAM, count)).toMatchObject({ version: appended[0]?.position, state: 17 });
  });

  it('answers a repeated append with what was recorded the first time', async () => {
    const { open, sweep } = await asleep(17);
    await sweep(...upTo(17));
    const first = await open().append(STREAM, [missed(18)], { expectedVersion: 10 });
    expect(await open().append(STREAM, [missed(18)], { expectedVersion: 10 })).toEqual(first);
    const store = open();
    await store.read(STREAM);
    expect(await store.append(STREAM, [missed(18)], { expectedVersion: 10 })).toEqual(first);
    await expect(store.append(STREAM, [missed(19)], { expectedVersion: 10 })).rejects.toThrow(ExpectedVersionError);
  });

  it.each([
    ['all know that it slept', () => 0],
    ['the clock of every second one is behind by forty days', (writer: number) => (writer % 2) * 40 * DAY_MILLISECONDS],
  ])('lets exactly one of many racing writers win when %s', async (_, behind) => {
    const { open, sweep, clock } = await asleep(17);
    await sweep(...upTo(17));
    const attempts = await Promise.allSettled(
      Array.from({ length: 16 }, (__, writer) =>
        open(() => clock.time - behind(writer)).append(STREAM, [missed(100 + writer)], { expectedVersion: 10 }),
      ),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
