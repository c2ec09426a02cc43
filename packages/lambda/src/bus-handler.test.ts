import { deriveEventId, type RecordedEvent } from '@smartscale/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { busHandler } from './bus-handler.ts';
import { UnreadableDeliveryError } from './errors.ts';
import type { BusEvent, InvocationContext, LambdaHandler } from './invocation.ts';
import { type RecordingTelemetry, recordingTelemetry } from './recording-telemetry.ts';

const context: InvocationContext = { awsRequestId: 'request-1', functionName: 'hear', getRemainingTimeInMillis: () => 1_000 };
const id = deriveEventId(0, 'x');
const envelope = {
  id,
  type: 'NoticeFailed',
  schemaVersion: 2,
  clusterId: 'prod',
  stream: 'notices-prod',
  position: 1,
  occurredAt: '2026-11-24T08:00:00.000Z',
  recordedAt: '2026-11-24T08:00:00.000Z',
  correlationId: 'story-1',
  causationId: id,
  data: { causeId: id, causeType: 'NodeLost', channel: '#ops', text: 'lost', reason: 'timeout', attempts: 3, retryAt: null },
};
const delivery = (changes: Partial<BusEvent> = {}, detail: object = envelope): BusEvent => ({
  version: '0',
  id: 'delivery-1',
  source: 'smartscale.notifier',
  'detail-type': 'NoticeFailed',
  account: '1',
  time: '2026-11-24T08:00:00Z',
  region: 'local',
  resources: [],
  detail,
  ...changes,
});

let telemetry: RecordingTelemetry;
let handled: RecordedEvent[];
let handler: LambdaHandler;
beforeEach(() => {
  telemetry = recordingTelemetry();
  handled = [];
  handler = busHandler({
    service: 'decision-engine',
    telemetry,
    clusterId: 'prod',
    on: ['NoticeFailed', 'NoticeSent'],
    handle: async (event, invocation) => {
      handled.push(event);
      invocation.telemetry.info('handled', { extra: 1 });
      if (event.data.channel === '#fail') throw new Error('no');
    },
  });
});

describe('a delivery of our bus', () => {
  it('is handed over as its event, and every line carries the correlation id', async () => {
    await handler(delivery(), context);
    expect(handled).toEqual([envelope]);
    expect(telemetry.lines).toEqual([
      { level: 'info', message: 'handled', facts: { service: 'decision-engine', correlationId: 'story-1', extra: 1 } },
    ]);
    expect(telemetry.invocations).toEqual(['started story-1', 'ended']);
  });

  it('of a type that is not asked for has no effect and is counted', async () => {
    const other = busHandler({ service: 's', telemetry, on: ['NodeLost'], handle: () => Promise.reject(new Error('called')) });
    await other(delivery(), context);
    expect(telemetry.counts).toEqual({ UnknownEvents: 1 });
    expect(telemetry.lines).toMatchObject([{ level: 'warn', facts: { type: 'NoticeFailed' } }]);
  });

  it('of another cluster has no effect and is counted', async () => {
    await handler(delivery({}, { ...envelope, clusterId: 'test' }), context);
    expect(handled).toEqual([]);
    expect(telemetry.counts).toEqual({ ForeignEvents: 1 });
  });

  it('that is replayed has no effect and is counted', async () => {
    await handler(delivery({ 'replay-name': 'look' }), context);
    expect(handled).toEqual([]);
    expect(telemetry.counts).toEqual({ ReplaysRefused: 1 });
    expect(telemetry.invocations).toEqual(['ended']);
  });

  it('is checked once when several handlers get the very same object', async () => {
    const shared = delivery();
    await handler(shared, context);
    await handler(shared, context);
    expect(handled[0]).toBe(handled[1]);
    expect(handled[0]).not.toBe(shared.detail);
  });
});

describe('what cannot be read is counted and thrown', () => {
  it.each([
    ['nothing', undefined],
    ['no delivery', { Records: [] }],
    ['a detail that is no envelope', delivery({}, { hello: 'world' })],
    ['an unknown type', delivery({ 'detail-type': 'Nope' }, { ...envelope, type: 'Nope' })],
    ['a newer version', delivery({}, { ...envelope, schemaVersion: 99 })],
    ['data that does not fit', delivery({}, { ...envelope, data: {} })],
    ['a detail-type that lies', delivery({ 'detail-type': 'NoticeSent' })],
  ])('%s', async (_, event) => {
    await expect(handler(event, context)).rejects.toThrow(UnreadableDeliveryError);
    expect(handled).toEqual([]);
    expect(telemetry.counts).toEqual({ UnreadableEvents: 1, HandlerFailures: 1 });
    expect(telemetry.lines).toMatchObject([
      { level: 'error', message: expect.stringContaining('decision-engine: UnreadableDeliveryError') },
    ]);
  });
});

it('what a handler throws is logged, counted and thrown on as it is', async () => {
  const failure = handler(delivery({}, { ...envelope, data: { ...envelope.data, channel: '#fail' } }), context);
  await expect(failure).rejects.toThrow(new Error('no'));
  expect(telemetry.counts).toEqual({ HandlerFailures: 1 });
  expect(telemetry.invocations).toEqual(['started story-1', 'ended']);
});
