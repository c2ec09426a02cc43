import {
  defaultPolicy,
  deriveEventId,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
  streamName,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { type Clock, silent } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { createHandlers } from './handler.ts';
import type { LoadAnswers } from './load.ts';
import { type InstantVector, PrometheusError, type PrometheusPort } from './ports.ts';
import { QUERIES, QUERY_NAMES } from './queries.ts';
import { healthyLoad, timedOut } from './testing/answers.ts';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const RIVAL = deriveEventId(START, 'rival');
const POLICY_ID = deriveEventId(START, 'policy');
const context = { awsRequestId: 'r', functionName: 'sample', getRemainingTimeInMillis: () => 60_000 };

function collector(options: { load?: Partial<LoadAnswers>; store?: (inner: EventStore) => EventStore } = {}) {
  const time = { now: START };
  const clock: Clock = {
    now: () => time.now,
    async sleep(milliseconds) {
      time.now += milliseconds;
    },
  };
  const asked: { expression: string; at: number }[] = [];
  const load = { ...healthyLoad, ...options.load };
  const prometheus: PrometheusPort = {
    async query(expression, { at }) {
      asked.push({ expression, at });
      const name = QUERY_NAMES.find((known) => QUERIES[known] === expression);
      const answer = name === undefined ? [{ labels: {}, value: 42 }] : load[name];
      if (answer instanceof PrometheusError) throw answer;
      return answer as InstantVector;
    },
  };
  const inner = createMemoryEventStore(clock);
  const store = options.store?.(inner) ?? inner;
  const handlers = createHandlers({ store, clusterId: 'test', clock, telemetry: silent, prometheus, intervalSeconds: 120 });
  const metrics = () => inner.read('metrics-test') as Promise<RecordedEvent<'MetricsSampled' | 'MetricsMissed'>[]>;
  return { inner, asked, metrics, time, tickAt: (tickAt: string) => handlers.sample({ tickAt }, context) };
}

const adopted = (query: string): NewEvent => {
  const signals = { ...defaultPolicy().signals, application: [applicationSignal(query)] };
  const data = { policy: { ...defaultPolicy(), signals }, author: 'a', note: '' };
  return {
    type: 'PolicyAdopted',
    data,
    id: POLICY_ID,
    occurredAt: '2026-11-24T07:00:00.000Z',
    correlationId: POLICY_ID,
    causationId: POLICY_ID,
  };
};
const applicationSignal = (query: string) =>
  ({ name: 'queue_depth', query, unit: 'jobs', threshold: 100, sizing: 'step', samples: 2, calmBelow: null }) as const;

describe('sample', () => {
  it('appends one sample for a tick, at the time of the tick, as the beginning of a story', async () => {
    const { tickAt, metrics } = collector();
    await tickAt('2026-11-24T08:00:00Z');
    const [event, ...others] = await metrics();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ type: 'MetricsSampled', occurredAt: '2026-11-24T08:00:00.000Z', data: { missing: [] } });
    expect(event?.correlationId).toBe(event?.id);
  });

  it('asks nothing and appends nothing when the tick comes again, or an older one', async () => {
    const { tickAt, metrics, asked } = collector();
    await tickAt('2026-11-24T08:02:00Z');
    const once = asked.length;
    await tickAt('2026-11-24T08:02:30Z');
    await tickAt('2026-11-24T08:00:00Z');
    expect([asked.length, (await metrics()).length]).toEqual([once, 1]);
  });

  it('appends one sample when two invocations work on one tick at once', async () => {
    const { tickAt, metrics } = collector();
    await Promise.all([tickAt('2026-11-24T08:00:00Z'), tickAt('2026-11-24T08:00:00Z')]);
    expect(await metrics()).toHaveLength(1);
  });

  it('appends one sample when another invocation was faster with a different answer', async () => {
    const twice: { raced: boolean } = { raced: false };
    const rival = (inner: EventStore): EventStore => ({
      ...inner,
      async append(stream, events, options) {
        if (!twice.raced) {
          twice.raced = true;
          await inner.append(stream, [{ ...(events[0] as NewEvent), id: RIVAL }], options);
        }
        return inner.append(stream, events, options);
      },
    });
    const { tickAt, metrics } = collector({ store: rival });
    await tickAt('2026-11-24T08:00:00Z');
    expect((await metrics()).map(({ id }) => id)).toEqual([RIVAL]);
  });

  it("asks the policy's own queries too", async () => {
    const { tickAt, metrics, inner } = collector();
    await inner.append(streamName('policy', 'test'), [adopted('sum(queue_depth)')], { expectedVersion: 0 });
    await tickAt('2026-11-24T08:00:00Z');
    expect(await metrics()).toMatchObject([{ data: { application: [{ name: 'queue_depth', value: 42 }] } }]);
  });

  it('evaluates every query at one moment, that of the question', async () => {
    const { tickAt, asked, time } = collector();
    time.now = START + 7_000;
    await tickAt('2026-11-24T08:00:00Z');
    expect(new Set(asked.map(({ at }) => at))).toEqual(new Set([(START + 7_000) / 1_000]));
  });

  it('records a miss after two retries, and counts misses until a sample comes', async () => {
    const { tickAt, metrics } = collector({ load: { workers: timedOut } });
    await tickAt('2026-11-24T08:00:00Z');
    await tickAt('2026-11-24T08:02:00Z');
    expect(await metrics()).toMatchObject([
      { type: 'MetricsMissed', data: { reason: 'timeout', attempts: 3, consecutive: 1 } },
      { type: 'MetricsMissed', data: { reason: 'timeout', attempts: 3, consecutive: 2 } },
    ]);
  });
});
