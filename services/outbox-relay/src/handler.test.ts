import { deriveEventId, type RecordedEvent, readEnvelope } from '@smartscale/events';
import { itemOf } from '@smartscale/events/dynamodb';
import { type PoisonRecord, silent } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { createHandlers } from './handler.ts';
import type { BusEntry } from './ports.ts';

const context = { awsRequestId: 'r', functionName: 'relay', getRemainingTimeInMillis: () => 1_000 };
const clock = { now: () => 0, sleep: async () => {} };
const id = deriveEventId(0, 'x');

const event = (position: number): RecordedEvent<'NoticeFailed'> => ({
  id,
  type: 'NoticeFailed',
  schemaVersion: 2,
  clusterId: 'prod',
  stream: 'notices-prod',
  position,
  occurredAt: '2026-11-24T08:00:00.000Z',
  recordedAt: '2026-11-24T08:00:00.000Z',
  correlationId: id,
  causationId: id,
  data: { causeId: id, causeType: 'NodeLost', channel: '#ops', text: 'lost', reason: 'timeout', attempts: 3, retryAt: null },
});

/** What the table's stream brings when the DynamoDB store has written the event. */
function record(recorded: RecordedEvent) {
  const NewImage = Object.fromEntries(
    Object.entries(itemOf(recorded)).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: String(recorded.position), NewImage } };
}

function setUp(refuses: (entry: BusEntry) => boolean = () => false) {
  const published: unknown[] = [];
  const aside: PoisonRecord[] = [];
  const { relay } = createHandlers({
    clock,
    telemetry: silent,
    publish: async (entries) =>
      entries.map((entry) => {
        if (refuses(entry)) return { ok: false, code: 'MalformedDetail', message: 'no JSON', mayPass: 'never' };
        published.push(JSON.parse(entry.detail));
        return { ok: true };
      }),
    setAside: async (poison) => void aside.push(poison),
  });
  return { published, aside, relay };
}

describe('the relay', () => {
  it('publishes exactly the event that the store wrote: consumers read it back', async () => {
    const { published, relay } = setUp();
    expect(await relay({ Records: [record(event(1)), record(event(2))] }, context)).toEqual({ batchItemFailures: [] });
    expect(published.map(readEnvelope)).toEqual([event(1), event(2)]);
  });

  it('sets aside a damaged record and an event that is refused for good, and publishes the rest', async () => {
    const damaged = { eventName: 'INSERT', dynamodb: { SequenceNumber: '9', NewImage: { type: { S: 'NodeLost' } } } };
    const { published, aside, relay } = setUp(({ detail }) => detail.includes('"position":2'));
    const answer = await relay({ Records: [damaged, record(event(1)), record(event(2)), record(event(3))] }, context);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(published).toMatchObject([{ position: 1 }, { position: 3 }]);
    expect(aside).toMatchObject([
      { service: 'outbox-relay', sequenceNumber: '9', problem: 'it cannot be read: its attribute "pk" is missing or no text' },
      { sequenceNumber: '2', problem: 'the bus refuses event 2 of notices-prod for good: MalformedDetail no JSON' },
    ]);
  });
});
