import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { deriveEventId, type NewEvent, streamName } from '@smartscale/events';
import { createDynamoDbEventStore, eventTable, itemOf } from '@smartscale/events/dynamodb';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { dynamoDbPeer, startDynamoDb } from '../../test/peers/dynamodb/index.ts';
import { type Measure, medianSeconds, round } from '../measure.ts';

/** The first thousand puts compile DynamoDB Local and the SDK. */
const WARM_UP_BATCHES = 5;
const BATCHES = 15;
const GOAL = 0.9;
const TABLE = 'events';

/** Appends one event after the other through the store, against the bare put of the same item, on one DynamoDB Local. */
export const append: Measure = {
  name: 'append',
  missing: dynamoDbPeer.missing,
  async run({ quick }) {
    const peer = await startDynamoDb();
    try {
      await peer.client.send(new CreateTableCommand(eventTable(TABLE)));
      const documentClient = DynamoDBDocumentClient.from(peer.client);
      const store = createDynamoDbEventStore({ documentClient, tableName: TABLE, now: Date.now });
      const perBatch = quick ? 20 : 200;
      const item = await itemToPut();
      let appended = 0;
      let put = 0;
      const contenders = {
        ours: async () => {
          for (let number = 0; number < perBatch; number += 1) {
            await store.append(streamName('fleet', 'ours'), [joined(appended)], { expectedVersion: appended });
            appended += 1;
          }
        },
        raw: async () => {
          for (let number = 0; number < perBatch; number += 1) {
            put += 1;
            await documentClient.send(new PutCommand({ TableName: TABLE, Item: { ...item, pk: 'fleet-raw', sk: put } }));
          }
        },
      };
      for (let batch = 0; batch < WARM_UP_BATCHES; batch += 1) {
        await contenders.ours();
        await contenders.raw();
      }
      const seconds = await medianSeconds(contenders, quick ? 1 : BATCHES);
      return [
        {
          name: 'append through the DynamoDB store',
          value: round(seconds.raw / seconds.ours),
          unit: 'of the raw rate',
          against: `the SDK's put of the same item: ${Math.round(perBatch / seconds.raw)} a second, ours ${Math.round(perBatch / seconds.ours)}`,
          goal: `${GOAL} or more`,
          holds: seconds.raw / seconds.ours >= GOAL,
          timing: true,
        },
      ];
    } finally {
      await peer.stop();
    }
  },
};

async function itemToPut(): Promise<Record<string, unknown>> {
  const memory = createMemoryEventStore({ now: Date.now });
  const [event] = await memory.append(streamName('fleet', 'raw'), [joined(0)], { expectedVersion: 0 });
  if (!event) throw new Error('the memory store returned nothing');
  return { ...itemOf(event) };
}

function joined(number: number): NewEvent<'NodeJoined'> {
  const id = deriveEventId(0, 'bench', number);
  const occurredAt = '2026-01-01T00:00:00.000Z';
  const data = { instanceId: `i-${number}`, nodeName: `worker-i-${number}`, afterSeconds: 70 };
  return { id, type: 'NodeJoined', occurredAt, correlationId: id, causationId: id, data };
}
