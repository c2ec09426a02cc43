import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  type DomainEvent,
  defaultPolicy,
  deriveEventId,
  type EventStore,
  type StreamName,
  toTimestamp,
} from '@smartscale/events';
import { createDynamoDbEventStore, eventTable } from '@smartscale/events/dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createObserver } from '../../apps/cli/src/exporter/observe.ts';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../peers/dynamodb/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { GITOPS } from './tree.ts';

const TABLE = 'events';

describeWithPeer(dynamoDbPeer, 'the exporter on a table of DynamoDB', () => {
  let peer: LocalDynamoDb;
  beforeAll(async () => {
    peer = await startDynamoDb();
    await peer.client.send(new CreateTableCommand(eventTable(TABLE)));
  });
  afterAll(() => peer?.stop());

  it('uses the rights that docs/gitops.md gives it, and no other', async () => {
    const documentClient = DynamoDBDocumentClient.from(peer.client);
    const store = createDynamoDbEventStore({ documentClient, tableName: TABLE, now: Date.now });
    const policy = { policy: defaultPolicy(), author: 'test', note: '' };
    await append(store, 'policy-prod', { type: 'PolicyAdopted', data: policy });
    await append(store, 'fleet-prod', { type: 'NodeLaunched', data: launched });

    const used = new Set<string>();
    peer.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          used.add(`dynamodb:${(commandName ?? '').replace(/Command$/, '')}`);
          return next(args);
        },
      { step: 'initialize', name: 'used' },
    );
    const observer = createObserver(store, 'prod');
    await observer.observe();
    const facts = await observer.observe();
    expect(Object.keys(facts.fleet.workers)).toEqual(['i-1']);
    expect(facts.statement).not.toBeNull();

    const text = readFileSync(join(GITOPS, '../docs/gitops.md'), 'utf8');
    const statement = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '') as { Action: string[]; Resource: string[] };
    expect([...used].toSorted()).toEqual(statement.Action.toSorted());
    expect(statement.Resource.map((arn) => arn.replace(/.*:table\//, ''))).toEqual(['TABLE', 'TABLE/index/*']);
  });
});

const launched: Extract<DomainEvent, { type: 'NodeLaunched' }>['data'] = {
  ...{ launchId: 'l-1', instanceId: 'i-1', nodeName: 'worker-i-1', cause: 'scale-up', zone: 'ap-south-1a', replaces: null },
  ...{ capacityType: 'on-demand', instanceType: 't3.medium', pricePerHourUsd: 0.0448 },
  ...{ launchedAt: toTimestamp(Date.now() - 60_000), joinBy: toTimestamp(Date.now() + 240_000) },
};

async function append(store: EventStore, stream: StreamName, event: DomainEvent): Promise<void> {
  const id = deriveEventId(Date.now(), stream);
  const occurredAt = toTimestamp(Date.now());
  await store.append(stream, [{ ...event, id, occurredAt, correlationId: id, causationId: id }], { expectedVersion: 0 });
}
