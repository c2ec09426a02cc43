import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deriveEventId, type EventStore, eventSource, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { eventBridgeArchive } from '../eventbridge-archive.ts';

/** Of the order of a second: EventBridge writes time to the second. */
export const START = Math.floor(Date.now() / 1_000) * 1_000 - 600_000;
const BUS = 'smartscale-dev';

/** An account as infra/event-backbone leaves it, made by API, with an archive, and one service whose rule excludes replays. */
export async function openAccount({ endpoint, region }: { readonly endpoint: string; readonly region: string }) {
  const account = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const eventBridge = new EventBridgeClient(account);
  const sqs = new SQSClient({ ...account, useQueueUrlAsEndpoint: false });
  const { EventBusArn = '' } = await eventBridge.send(new CreateEventBusCommand({ Name: BUS }));
  await addQueue('inspection', [{ exists: true }]);
  const serviceQueueUrl = await addQueue('service', [{ exists: false }]);

  async function addQueue(name: string, replayName: readonly object[]): Promise<string> {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `${BUS}-${name}` }));
    const attributes = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const Rule = `${BUS}-${name}`;
    await eventBridge.send(
      new PutRuleCommand({ Name: Rule, EventBusName: BUS, EventPattern: JSON.stringify({ 'replay-name': replayName }) }),
    );
    const Targets = [{ Id: 'queue', Arn: attributes.Attributes?.['QueueArn'] ?? '' }];
    await eventBridge.send(new PutTargetsCommand({ EventBusName: BUS, Rule, Targets }));
    return QueueUrl;
  }

  let replays = 0;
  return {
    archive: (name: string | null = null) =>
      eventBridgeArchive({
        ...{ eventBridge, sqs, name, now: Date.now, lookSeconds: 1, patienceSeconds: 30 },
        newReplayName: () => `inspection-${++replays}`,
      }),
    addArchive: (name: string) =>
      eventBridge.send(new CreateArchiveCommand({ ArchiveName: name, EventSourceArn: EventBusArn, RetentionDays: 30 })),
    /** As outbox-relay publishes it, or anybody else. */
    async publish(entries: readonly { Source: string; DetailType: string; Detail: string; Time: Date }[]): Promise<void> {
      for (const entry of entries) {
        await eventBridge.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: BUS }] }));
      }
    },
    /** Everything that the service's rule let through since the last call. */
    async seenByService(): Promise<number> {
      for (let seen = 0; ; ) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: serviceQueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
        );
        if (Messages.length === 0) return seen;
        seen += Messages.length;
      }
    },
    close() {
      eventBridge.destroy();
      sqs.destroy();
    },
  };
}

/** Three workers that joined, a minute apart from START on. */
export async function joinedWorkers(): Promise<readonly RecordedEvent[]> {
  let now = START;
  const store: EventStore = createMemoryEventStore({ now: () => now });
  for (let number = 1; number <= 3; number += 1) {
    const id = deriveEventId(now, number);
    const data = { instanceId: `i-${number}`, nodeName: `n-${number}`, afterSeconds: 40 };
    const event = { id, type: 'NodeJoined' as const, occurredAt: toTimestamp(now), correlationId: id, causationId: id, data };
    await store.append(streamName('fleet', 'dev'), [event], { expectedVersion: number - 1 });
    now += 60_000;
  }
  return store.read(streamName('fleet', 'dev'));
}

export function entryOf(event: RecordedEvent) {
  const { type: DetailType, stream, recordedAt } = event;
  return { Source: eventSource(stream), DetailType, Detail: JSON.stringify(event), Time: new Date(recordedAt) };
}
