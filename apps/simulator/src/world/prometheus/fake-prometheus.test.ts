import { createFakeCluster } from '@smartscale/kubernetes/fake';
import { type Answers, QUERIES, QUERY_NAMES, type QueryName, sampleFrom } from '@smartscale/metrics-collector/core';
import { describe, expect, it } from 'vitest';
import type { WorkerView } from '../worker-view.ts';
import { createFakePrometheus } from './fake-prometheus.ts';
import { measureLoad } from './load.ts';
import type { OutageKind } from './outages.ts';

const AT = Date.UTC(2026, 10, 24, 8);

function worker(index: number, changes: Partial<WorkerView> = {}): WorkerView {
  return {
    ...{ instanceId: `i-${index}`, launchedAt: AT, pricePerHourUsd: 0.04, ended: false, hasNode: true, ready: true },
    ...{ cordoned: false, atRisk: false, pods: 1, status: 'ready', zone: 'a', capacityType: 'spot', instanceType: 't3.medium' },
    ...changes,
  };
}

async function sample(workers: readonly WorkerView[], world: { demand: number; outage?: OutageKind; waiting?: number }) {
  let now = AT;
  const cluster = createFakeCluster({ now: () => now });
  for (const { instanceId, ready } of workers) {
    cluster.addNode({ name: instanceId, instanceId, zone: 'a', cores: 1.9, bytes: 3.5 * 1024 ** 3, ready });
  }
  cluster.deploy({ name: 'shop', replicas: workers.length * 7 + (world.waiting ?? 0), cores: 0.25, bytes: 1024 ** 2 });
  now += 60_000;
  const load = measureLoad(workers, cluster.readings(), { served: Math.min(world.demand, workers.length), noise: 1 });
  const application = { demand: world.demand, serving: workers.length, queueDepth: 12 };
  const prometheus = createFakePrometheus(() => ({ load, application, outage: world.outage ?? null }));
  const at = AT / 1_000;
  const answers = await Promise.all(QUERY_NAMES.map((name) => prometheus.query(QUERIES[name], { at })));
  const byName = Object.fromEntries(QUERY_NAMES.map((name: QueryName, index) => [name, answers[index]])) as Answers['load'];
  return sampleFrom(
    {
      load: byName,
      application: [await prometheus.query('max(shop_queue_depth)', { at }), await prometheus.query('up', { at })],
    },
    {
      ...{ tickAt: '2026-11-24T08:00:00.000Z', tickEpochMilliseconds: AT, askedAtEpochSeconds: at, intervalSeconds: 120 },
      applicationSignals: [{ name: 'queue' }, { name: 'unknown' }],
    },
  );
}

describe('the fake Prometheus, as the collector reads it', () => {
  it('tells the load of the workers: demand of half of them is 51 %', async () => {
    const reading = await sample([worker(1), worker(2), worker(3), worker(4)], { demand: 2 });
    expect(reading).toMatchObject({
      kind: 'sampled',
      sample: {
        missing: ['application'],
        workers: { ready: 4, notReady: 0, reporting: 4 },
        cpu: { percent: 51, allocatableCores: 7.6 },
        pods: { pending: 0, unschedulable: 0 },
        requests: { cores: 7, sizes: [{ cores: 0.25, count: 28 }], allocatablePerWorker: { cores: 1.9 } },
        application: [
          { name: 'queue', value: 12 },
          { name: 'unknown', value: null },
        ],
      },
    });
  });

  it('tells of pods without room, and how long they have waited', async () => {
    const reading = await sample([worker(1)], { demand: 3, waiting: 4 });
    expect(reading).toMatchObject({
      sample: {
        cpu: { percent: 100 },
        pods: { unschedulable: 4, unschedulableForSeconds: 60, unschedulableSizes: [{ cores: 0.25, count: 4 }] },
      },
    });
  });

  it('tells of an empty cluster, which has no CPU', async () => {
    const reading = await sample([], { demand: 1, waiting: 5 });
    expect(reading).toMatchObject({
      kind: 'sampled',
      sample: { workers: { ready: 0, notReady: 0, reporting: 0 }, cpu: null, memory: null, pods: { unschedulable: 5 } },
    });
  });

  it('has no series of a worker whose instance is gone', async () => {
    const reading = await sample([worker(1), worker(2, { ended: true, status: 'gone' })], { demand: 1 });
    expect(reading).toMatchObject({ sample: { workers: { ready: 2, reporting: 1 }, cpu: { percent: 100 } } });
  });

  it('answers nothing, an error, old or half of it when it fails', async () => {
    await expect(sample([worker(1)], { demand: 1, outage: 'silent' })).rejects.toMatchObject({
      reason: 'timeout',
      passing: true,
    });
    await expect(sample([worker(1)], { demand: 1, outage: 'error' })).rejects.toMatchObject({ reason: 'http-error' });
    expect(await sample([worker(1)], { demand: 1, outage: 'stale' })).toMatchObject({ sample: { ageSeconds: 900 } });
    expect(await sample([worker(1)], { demand: 1, outage: 'partial' })).toMatchObject({
      sample: { cpu: null, memory: { percent: 70 }, missing: ['cpu', 'application'] },
    });
  });
});
