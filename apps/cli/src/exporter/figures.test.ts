import { defaultPolicy, type EventData, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { emptyFleet, type Worker } from '@smartscale/projections/fleet';
import { describe, expect, it } from 'vitest';
import type { Facts } from './facts.ts';
import { figuresOf } from './figures.ts';

const NOW = Date.parse('2026-11-24T08:02:00.000Z');
const GIB = 1024 ** 3;

const nothing: Facts = {
  ...{ cluster: 'test', now: NOW, policy: null, fleet: emptyFleet, lastTick: null, lastSample: null, lastDecision: null },
  ...{ lastForecast: null, lastScore: null, statement: null },
  ...{ decisions: new Map(), events: new Map(), spotWarnings: new Map() },
};

const valuesOf = (facts: Partial<Facts>, name: string) =>
  figuresOf({ ...nothing, ...facts })
    .find((family) => family.name === name)
    ?.samples.map(({ labels, value }) => ({ ...labels, value }));

const worker = (index: number, capacityType: Worker['capacityType'], zone: string): Worker => ({
  ...{
    launchId: `l-${index}`,
    instanceId: `i-${index}`,
    nodeName: `n-${index}`,
    zone,
    capacityType,
    instanceType: 't3.medium',
  },
  ...{ pricePerHourUsd: 0.02, launchedAt: toTimestamp(NOW), replaces: null, status: 'joined', joinedAt: toTimestamp(NOW) },
});

const fleetOf = (...workers: Worker[]): Facts['fleet'] => ({
  ...emptyFleet,
  workers: Object.fromEntries(workers.map((each) => [each.instanceId, each])),
});

function sampled(cpuPercent: number): RecordedEvent<'MetricsSampled'> {
  const data: EventData<'MetricsSampled'> = {
    ...{ sampledAt: toTimestamp(NOW - 60_000), intervalSeconds: 120, ageSeconds: 5, missing: [], application: [] },
    workers: { ready: 2, notReady: 0, reporting: 2 },
    cpu: { percent: cpuPercent, usedCores: (cpuPercent / 100) * 4, allocatableCores: 4 },
    memory: { percent: 25, usedBytes: 2 * GIB, allocatableBytes: 8 * GIB },
    ...{ pods: null, requests: null },
  };
  const id = '0';
  return {
    ...{ id, type: 'MetricsSampled', schemaVersion: 1, clusterId: 'test', stream: 'metrics-test', position: 1, data },
    ...{ occurredAt: toTimestamp(NOW - 60_000), recordedAt: toTimestamp(NOW), correlationId: id, causationId: id },
  };
}

describe('what is not known', () => {
  it('has no sample, and is never a zero', () => {
    for (const name of [
      'smartscale_spot_share_percent',
      'smartscale_workers_max',
      'smartscale_cpu_percent',
      'smartscale_month_cost_usd',
    ]) {
      expect(valuesOf({}, name), name).toEqual([]);
    }
    expect(valuesOf({}, 'smartscale_last_sample_age_seconds')).toEqual([]);
    expect(valuesOf({ lastSample: sampled(50) }, 'smartscale_pods_unschedulable')).toEqual([]);
  });
});

describe('the fleet', () => {
  const fleet = fleetOf(
    worker(1, 'on-demand', 'a'),
    worker(2, 'on-demand', 'b'),
    worker(3, 'spot', 'a'),
    worker(4, 'spot', 'a'),
  );

  it('is counted by zone, capacity type and status', () => {
    expect(valuesOf({ fleet }, 'smartscale_workers')).toEqual([
      { cluster: 'test', zone: 'a', capacity_type: 'on-demand', status: 'joined', value: 1 },
      { cluster: 'test', zone: 'b', capacity_type: 'on-demand', status: 'joined', value: 1 },
      { cluster: 'test', zone: 'a', capacity_type: 'spot', status: 'joined', value: 2 },
    ]);
  });

  it('has a share of Spot beside the one that the policy comes to for as many workers', () => {
    const facts = { fleet, policy: { policy: defaultPolicy(), version: 3 } };
    expect(valuesOf(facts, 'smartscale_spot_share_percent')).toEqual([{ cluster: 'test', value: 50 }]);
    // 70 % of the two above the base of two.
    expect(valuesOf(facts, 'smartscale_spot_share_target_percent')).toEqual([{ cluster: 'test', value: 35 }]);
    expect(valuesOf(facts, 'smartscale_policy_version')).toEqual([{ cluster: 'test', value: 3 }]);
  });
});

describe('demand', () => {
  it('is in workers used to the last', () => {
    expect(valuesOf({ lastSample: sampled(75) }, 'smartscale_demand_workers')).toEqual([{ cluster: 'test', value: 1.5 }]);
    expect(valuesOf({ lastSample: sampled(75) }, 'smartscale_last_sample_age_seconds')).toEqual([
      { cluster: 'test', value: 60 },
    ]);
  });

  it('stands beside what the chosen forecaster had foreseen for this moment, and for no other', () => {
    const foreseen = (madeAt: number): EventData<'ForecastMade'> => ({
      ...{ madeAt: toTimestamp(madeAt), checkpoint: 1, stepSeconds: 900, probabilities: [0.5, 0.9] },
      choice: { forecaster: 'best', mode: 'active', because: '' },
      steps: [toTimestamp(madeAt), toTimestamp(madeAt + 900_000)],
      forecasts: [
        {
          forecaster: 'other',
          abstained: null,
          cores: [
            [9, 9],
            [9, 9],
          ],
          bytes: [
            [0, 0],
            [0, 0],
          ],
        },
        {
          forecaster: 'best',
          abstained: null,
          cores: [
            [2, 4],
            [6, 8],
          ],
          bytes: [
            [0, 0],
            [0, 0],
          ],
        },
      ],
    });
    const shown = (madeAt: number) =>
      valuesOf({ lastSample: sampled(75), lastForecast: foreseen(madeAt) }, 'smartscale_forecast_workers');
    const values = (low: number, high: number) => [
      { cluster: 'test', quantile: '0.5', value: low },
      { cluster: 'test', quantile: '0.9', value: high },
    ];
    expect(shown(NOW - 100)).toEqual(values(1, 2));
    expect(shown(NOW - 900_000)).toEqual(values(3, 4));
    expect(shown(NOW - 1_800_000)).toEqual([]);
  });
});
