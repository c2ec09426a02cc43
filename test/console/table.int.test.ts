import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EventStore, NewEvent } from '@smartscale/events';
import { createDynamoDbEventStore, eventTable } from '@smartscale/events/dynamodb';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../peers/dynamodb/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { type RecordedLife, recordLife } from './recorded-life.ts';
import { startConsole, startConsoleOn } from './started-console.ts';

const TABLE = 'events';
/** The first three hours of the life: more is told by no more code. */
const COPIED_EVENTS = 300;

describeWithPeer(dynamoDbPeer, 'the console on a table', () => {
  let peer: LocalDynamoDb;
  let life: RecordedLife;
  beforeAll(async () => {
    peer = await startDynamoDb();
    life = recordLife();
  });
  afterAll(async () => {
    await peer?.stop();
    life?.remove();
  });

  it('answers as it does on a file', async () => {
    await peer.client.send(new CreateTableCommand(eventTable(TABLE)));
    const last = await copyLife(life.file, peer);
    const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'ap-south-1' };
    const onTable = await startConsoleOn(`dynamodb:${TABLE}`, { env: { ...credentials, AWS_ENDPOINT_URL: peer.endpoint } });
    const onFile = await startConsole(life.file);
    for (const path of [`moment?at=${last}`, `decisions?at=${last}&filter=all&limit=20`, `cost?at=${last}`]) {
      const [ofTable, ofFile] = [await answerOf(`${onTable.url}api/${path}`), await answerOf(`${onFile.url}api/${path}`)];
      expect(ofTable, path).toEqual(ofFile);
    }
    await onTable.stop();
    await onFile.stop();
  });
});

/** Copies the beginning of a life, and tells the moment of the last event of it. */
async function copyLife(file: string, { client }: LocalDynamoDb): Promise<string> {
  const from = openSqliteEventStore({ file, now: Date.now });
  let now = 0;
  const documentClient = DynamoDBDocumentClient.from(client);
  const to: EventStore = createDynamoDbEventStore({
    documentClient,
    tableName: TABLE,
    now: () => now,
    retentionDaysOf: () => null,
  });
  let last = '';
  for (const { stream, position, ...event } of from.scan().take(COPIED_EVENTS)) {
    now = Date.parse(event.recordedAt);
    const { id, type, data, occurredAt, correlationId, causationId } = event;
    const copied = { id, type, data, occurredAt, correlationId, causationId } as NewEvent;
    await to.append(stream, [copied], { expectedVersion: position - 1 });
    last = event.recordedAt;
  }
  from.close();
  return last;
}

async function answerOf(url: string): Promise<unknown> {
  for (;;) {
    const response = await fetch(url);
    if (response.status !== 503) return response.json();
    await sleep(100);
  }
}
