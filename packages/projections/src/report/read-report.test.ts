import { deriveEventId, type NewEvent, policySchema, type StreamCategory, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describe, expect, it } from 'vitest';
import { readReport, weekNamed } from './index.ts';

const WEEK = weekNamed('2026-W47', 'UTC');
if (!WEEK) throw new Error('no week');
const { from, to } = WEEK;
const HOUR = 3_600_000;

async function storeOf(happened: readonly { category: StreamCategory; at: number; type: string; data: object }[]) {
  const time = { now: 0 };
  const store = createMemoryEventStore({ now: () => time.now });
  const positions = new Map<string, number>();
  for (const { category, at, type, data } of happened) {
    time.now = at;
    const stream = streamName(category, 'test');
    const expectedVersion = positions.get(stream) ?? 0;
    const id = deriveEventId(at, stream, expectedVersion);
    const event = { id, type, data, occurredAt: toTimestamp(at), correlationId: id, causationId: id } as unknown as NewEvent;
    await store.append(stream, [event], { expectedVersion });
    positions.set(stream, expectedVersion + 1);
  }
  return store;
}

const adopted = {
  category: 'policy',
  at: from - HOUR,
  type: 'PolicyAdopted',
  data: { policy: policySchema.parse({}), author: 'a', note: '' },
} as const;
const launched = (instanceId: string, at: number) =>
  ({
    category: 'fleet' as const,
    ...{ at, type: 'NodeLaunched' },
    data: {
      ...{
        launchId: `l-${instanceId}`,
        instanceId,
        nodeName: 'n',
        cause: 'scale-up',
        zone: 'ap-south-1a',
        capacityType: 'on-demand',
      },
      ...{
        instanceType: 't3.medium',
        pricePerHourUsd: 0.05,
        launchedAt: toTimestamp(at),
        joinBy: toTimestamp(at),
        replaces: null,
      },
    },
  }) as const;
const lost = (instanceId: string, at: number) =>
  ({
    category: 'fleet',
    at,
    type: 'NodeLost',
    data: { instanceId, lostAt: toTimestamp(at), aliveSeconds: 1, evidence: 'gone' },
  }) as const;
const missed = (at: number) =>
  ({
    category: 'metrics' as const,
    ...{ at, type: 'MetricsMissed' },
    data: { sampledAt: toTimestamp(at), intervalSeconds: 120, reason: 'timeout', message: '', attempts: 3, consecutive: 1 },
  }) as const;

describe('a report from a store', () => {
  it('has what happened in the week, and the type of a machine that is older', async () => {
    const store = await storeOf([
      adopted,
      launched('i-1', from - HOUR),
      missed(from - 1),
      missed(from),
      missed(to - 1),
      missed(to),
      lost('i-1', from + 10 * HOUR),
      launched('i-2', from + 10 * HOUR),
      launched('i-3', to),
    ]);
    const report = await readReport(store, 'test', { week: WEEK, now: to + HOUR });
    expect(report?.books.workers.hours).toBeCloseTo(168, 6);
    expect(report?.machines.types).toEqual({ 't3.medium': expect.objectContaining({ losses: 1, launches: 1 }) });
    expect(report?.unknown).toContain('2 samples that Prometheus did not give');
    expect(report).toMatchObject({ cluster: 'test', week: '2026-W47', until: toTimestamp(to) });
  });

  it('finds its week in long streams', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => missed(from - 1_250 * 120_000 + index * 120_000));
    const later = Array.from({ length: 1_500 }, (_, index) => missed(to + index * 120_000));
    const store = await storeOf([adopted, launched('i-1', from - HOUR), ...many, ...later]);
    const report = await readReport(store, 'test', { week: WEEK, now: to });
    expect(report?.unknown).toContain('1250 samples that Prometheus did not give');
  });

  it('of a week that is not over ends now', async () => {
    const store = await storeOf([adopted, launched('i-1', from)]);
    const report = await readReport(store, 'test', { week: WEEK, now: from + 5 * HOUR });
    expect(report?.books.hours).toBeCloseTo(5, 6);
  });

  it('is null before there was a machine', async () => {
    expect(await readReport(await storeOf([adopted]), 'test', { week: WEEK, now: to })).toBeNull();
    expect(await readReport(await storeOf([launched('i-1', to)]), 'test', { week: WEEK, now: to })).toBeNull();
  });
});
