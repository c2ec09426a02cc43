import { defaultPolicy, deriveEventId, type EventStore, type NewEvent, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { SIMULATOR } from '@smartscale/simulator';
import { beforeEach, describe, expect, it } from 'vitest';
import { correctPrice } from './correct-price.ts';
import { formatStatement } from './format-statement.ts';
import { readStatement, type StatementRequest } from './read-statement.ts';

const START = Date.parse('2026-01-30T00:00:00.000Z');
const HOUR = 3_600_000;
const REQUEST = { serverInstanceType: 't3a.medium', diskGb: 20 };

let now = START;
let store: EventStore;

async function append(category: 'policy' | 'fleet' | 'metrics', type: string, data: object): Promise<void> {
  const stream = streamName(category, 'test');
  const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
  const id = deriveEventId(now, type, JSON.stringify(data));
  const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
  await store.append(stream, [{ type, ...causes, data } as NewEvent], { expectedVersion: last?.position ?? 0 });
}

function launch(instanceId: string, capacityType: 'spot' | 'on-demand', pricePerHourUsd: number, zone = 'ap-south-1a') {
  const ids = { launchId: `launch-${instanceId}`, instanceId, nodeName: instanceId, cause: 'scale-up', replaces: null };
  const offering = { zone, capacityType, instanceType: 't3a.medium', pricePerHourUsd };
  return append('fleet', 'NodeLaunched', { ...ids, ...offering, launchedAt: toTimestamp(now), joinBy: toTimestamp(now) });
}

function sample(percent: number, reporting = 4) {
  const load = { percent, usedCores: 1, allocatableCores: 2 };
  const memory = { percent: 0, usedBytes: 1, allocatableBytes: 2 };
  return append('metrics', 'MetricsSampled', {
    ...{ sampledAt: toTimestamp(now), intervalSeconds: 120, ageSeconds: 0, missing: [], application: [] },
    ...{ workers: { ready: reporting, notReady: 0, reporting }, cpu: load, memory, pods: null, requests: null },
  });
}

const read = (change: Partial<StatementRequest> = {}) => readStatement(store, 'test', { ...REQUEST, ...change });

beforeEach(async () => {
  now = START;
  store = createMemoryEventStore({ now: () => now });
  await append('policy', 'PolicyAdopted', { policy: defaultPolicy(), author: SIMULATOR, note: '' });
});

/** Two days over the end of a month, on the clock of a simulated cluster. */
async function live(): Promise<void> {
  await launch('i-1', 'on-demand', 0.0246);
  await launch('i-2', 'spot', 0, 'ap-south-1b');
  now = START + 36 * HOUR;
  await sample(90);
  now = START + 60 * HOUR;
  await sample(45);
}

describe('the statement of a cluster', () => {
  it('is that of the month the cluster is in, or of another one', async () => {
    await live();
    expect(await read()).toMatchObject({ month: '2026-02', hours: 12, region: 'ap-south-1' });
    const january = await read({ month: '2026-01' });
    expect(january).toMatchObject({ hours: 48, forecast: { kind: 'none' } });
    expect(january.workers.instanceUsd).toBeCloseTo(48 * 0.0246, 10);
  });

  it('compares with a fleet for the peak of demand of that month, of the cheapest type', async () => {
    await live();
    expect((await read({ month: '2026-01' })).staticFleet).toMatchObject({ workers: 4, instanceType: 't3a.medium' });
    // Less than the minimum is no fleet.
    expect((await read()).staticFleet).toMatchObject({ workers: 2 });
    const five = await read({ staticFleet: { workers: 5, instanceType: 't3.medium' } });
    expect(five.staticFleet).toMatchObject({ workers: 5, instanceType: 't3.medium' });
  });

  it('says what is not known, until it is corrected', async () => {
    await live();
    expect((await read()).unknown).toEqual(['the price of 12.0 hours of spot t3a.medium in ap-south-1b: not in the sums']);
    const offering = { instanceType: 't3a.medium', zone: 'ap-south-1b', capacityType: 'spot' as const };
    const correction = { ...offering, pricePerHourUsd: 0.01, from: toTimestamp(START), to: null, note: 'bill', now };
    const first = await correctPrice(store, 'test', correction);
    expect(await correctPrice(store, 'test', correction)).toEqual(first);
    const corrected = await read();
    expect(corrected.unknown).toEqual([]);
    expect(corrected.workers.instanceUsd).toBeCloseTo(12 * 0.0346, 10);
  });

  it('is refused with a sentence where there is nothing', async () => {
    await expect(read()).rejects.toThrow('cluster test has launched no worker yet');
    await live();
    await expect(read({ month: '2025-12' })).rejects.toThrow(
      'cluster test had no worker in 2025-12: its books go from 2026-01 to 2026-02',
    );
  });

  it('is printed with every sum, and marks what is incomplete', async () => {
    await live();
    const text = formatStatement(await read(), { by: 'zone', decisions: false });
    expect(text).toContain('2026-02 of cluster test: 2026-02-01 00:00 to 2026-02-01 12:00 UTC, 12.0 hours, 50 %');
    expect(text).toMatch(/ap-south-1a +12\.0 +0\.30 +0\.03 +0\.06 +0\.39\n/);
    expect(text).toMatch(/ap-south-1b +12\.0 +0\.00\+\? +0\.03 +0\.06 +0\.09\+\?\n/);
    expect(text).toMatch(/workers +24\.0 /);
    expect(text).toMatch(/2 x t3a\.medium all the time, On-Demand +\d+\.\d\d +-?\d+ %/);
    expect(text).toContain('All of 2026-02 will cost');
    expect(text).toContain('Not known:\n  the price of 12.0 hours');
  });
});
