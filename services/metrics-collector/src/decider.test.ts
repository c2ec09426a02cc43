import type { DomainEvent, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { metricsDecider, type Reading } from './decider.ts';
import { sampleFrom } from './sample.ts';
import { healthyLoad, occasion } from './testing/answers.ts';

const tick = (minute: number) => `2026-11-24T08:${String(minute).padStart(2, '0')}:00.000Z`;
const whole: Reading = sampleFrom({ load: healthyLoad, application: [] }, occasion);
const unreachable: Reading = { kind: 'missed', reason: 'unreachable', message: 'ECONNREFUSED' };

type Metrics = DomainEvent<'MetricsSampled' | 'MetricsMissed'>;

const given = (...events: readonly Metrics[]) =>
  events.reduce(
    (state, event) => metricsDecider.evolve(state, event as RecordedEvent<'MetricsSampled' | 'MetricsMissed'>),
    metricsDecider.initialState(),
  );

const record = (minute: number, reading: Reading, state = given()) =>
  metricsDecider.decide({ tickAt: tick(minute), intervalSeconds: 120, reading, attempts: 3 }, state);

const missedAt = (minute: number, consecutive: number): Metrics => ({
  type: 'MetricsMissed',
  data: {
    sampledAt: tick(minute),
    intervalSeconds: 120,
    reason: 'unreachable',
    message: 'ECONNREFUSED',
    attempts: 3,
    consecutive,
  },
});
const sampledAt = (minute: number): Metrics => ({
  type: 'MetricsSampled',
  data: { ...(whole as Extract<Reading, { kind: 'sampled' }>).sample, sampledAt: tick(minute) },
});

describe('each tick is recorded once', () => {
  it('the first one', () => expect(record(2, whole)).toMatchObject([{ type: 'MetricsSampled' }]));
  it('the next one', () => expect(record(4, whole, given(sampledAt(2)))).toMatchObject([{ type: 'MetricsSampled' }]));
  it('not again after a sample', () => expect(record(2, whole, given(sampledAt(2)))).toEqual([]));
  it('not again after a miss', () => expect(record(2, whole, given(missedAt(2, 1)))).toEqual([]));
  it('not when a later one is there', () => expect(record(2, unreachable, given(sampledAt(4)))).toEqual([]));
});

describe('misses are counted', () => {
  it('from one', () => expect(record(2, unreachable)).toEqual([missedAt(2, 1)]));
  it('in a row', () => expect(record(4, unreachable, given(missedAt(2, 2)))).toEqual([missedAt(4, 3)]));
  it('from one again after a sample', () =>
    expect(record(6, unreachable, given(missedAt(2, 2), sampledAt(4)))).toEqual([missedAt(6, 1)]));
  it('with a message that is bounded', () => {
    const [missed] = record(2, { ...unreachable, message: 'x'.repeat(9_000) });
    expect(missed).toMatchObject({ data: { message: 'x'.repeat(500) } });
  });
});
