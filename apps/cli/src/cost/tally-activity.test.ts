import { fileURLToPath } from 'node:url';
import { deriveEventId, type EventType, type RecordedEvent } from '@smartscale/events';
import { readWiring } from '@smartscale/runtime';
import { describe, expect, it } from 'vitest';
import { createActivityTally } from './tally-activity.ts';

const SERVICES = fileURLToPath(new URL('../../../../services', import.meta.url));
const functions = readWiring(SERVICES, { stage: 'local', params: { clusterId: 'test' } });

function event(type: EventType, stream: string, data: object = {}, recordedAt = '2026-01-01T00:00:00.000Z'): RecordedEvent {
  const id = deriveEventId(0, type, recordedAt);
  const place = { clusterId: 'test', stream: `${stream}-test`, position: 1, schemaVersion: 1 };
  const times = { occurredAt: recordedAt, recordedAt };
  return { id, type, ...place, ...times, correlationId: id, causationId: id, data } as unknown as RecordedEvent;
}

function tallyOf(...events: readonly RecordedEvent[]) {
  const tally = createActivityTally(functions);
  for (const each of events) tally.add(each);
  return tally.result(1);
}

const sample = (at?: string) => event('MetricsSampled', 'metrics', { missing: [] }, at);
const decision = (data: object) => event('ScaleDecided', 'scaling', data);

describe('what a history set going', () => {
  it('a tick calls whoever samples, decides and reconciles, and the relay', () => {
    expect(tallyOf(sample())).toMatchObject({
      scheduleCalls: 4,
      events: 1,
      invocations: {
        'metrics-collector/sample': 1,
        'outbox-relay/relay': 1,
        'decision-engine/evaluate': 1,
        'capacity-manager/reconcile': 1,
        'decision-engine/forecast': 1,
        'notifier/retell': 1,
        'notifier/report': 1,
      },
    });
  });

  it('a schedule calls as often as it fires between two ticks', () => {
    const { invocations } = tallyOf(sample('2026-01-01T00:01:00.000Z'), sample('2026-01-01T00:31:00.000Z'));
    expect(invocations).toMatchObject({
      ...{ 'metrics-collector/sample': 16, 'decision-engine/forecast': 3, 'notifier/retell': 7, 'decision-engine/evaluate': 2 },
    });
  });

  it('a decision calls by the rules of the services themselves, down to a field of its data', () => {
    const hold = tallyOf(decision({ action: 'hold', decidedBy: 'idle' })).invocations;
    expect(hold).toEqual({ 'outbox-relay/relay': 1 });
    expect(tallyOf(decision({ action: 'up', decidedBy: 'cpu' })).invocations).toMatchObject({ 'capacity-manager/scale': 1 });
    const atMaximum = decision({ action: 'hold', decidedBy: 'maximum' });
    expect(tallyOf(atMaximum).invocations).toMatchObject({ 'notifier/notify': 1 });
  });

  it('what was appended together is relayed by one call', () => {
    const both = tallyOf(event('NodeDrained', 'fleet'), event('NodeTerminated', 'fleet'));
    expect(both.invocations).toMatchObject({ 'outbox-relay/relay': 1, 'projections/project': 2 });
  });

  it('an instance that ended was told of by EC2', () => {
    expect(tallyOf(event('NodeTerminated', 'fleet')).invocations).toMatchObject({ 'spot-guard/guard': 2 });
  });

  it('a metric counts once in each hour in which it is sent', () => {
    const at = (time: string) => sample(`2026-01-01T${time}:00.000Z`);
    expect(tallyOf(at('00:00'), at('00:02'), at('01:00')).metricHours).toBe(2);
    expect(tallyOf(at('00:00'), decision({ action: 'hold', decidedBy: 'maximum' })).metricHours).toBe(2);
  });

  it('counts the bytes that events have', () => {
    expect(tallyOf(sample()).eventBytes).toBe(Buffer.byteLength(JSON.stringify(sample())));
  });
});
