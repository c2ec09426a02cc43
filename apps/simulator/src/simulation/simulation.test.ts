import { defaultPolicy, type RecordedEvent } from '@smartscale/events';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  allEvents,
  createLastingStore,
  digestOf,
  ofType,
  shippedDemand,
  simulateInMemory,
} from '../testing/simulate-in-memory.ts';
import { createSimulation } from './simulation.ts';

describe('a day of all services', () => {
  let day: Awaited<ReturnType<typeof simulateInMemory>>;
  const workers: number[] = [];
  beforeAll(async () => {
    day = await simulateInMemory({
      days: 1,
      observer: ({ workers: seen }) => workers.push(seen.filter(({ ended, cordoned }) => !ended && !cordoned).length),
    });
  }, 30_000);

  it('evaluates every two minutes', () => {
    expect(day.result.ticks).toBe(720);
    expect(ofType(day.events, 'MetricsSampled')).toHaveLength(720);
    expect(workers).toHaveLength(1_440 + 15);
  });

  it('begins with no worker and a sample without CPU, which brings the fleet to its minimum', () => {
    const [sample] = ofType(day.events, 'MetricsSampled');
    const [decision] = ofType(day.events, 'ScaleDecided');
    expect(sample?.data).toMatchObject({ cpu: null, workers: { ready: 0 } });
    expect(decision?.data).toMatchObject({ action: 'up', from: 0, to: 2, decidedBy: 'minimum' });
    expect(workers[0]).toBe(0);
    expect(workers[2]).toBe(2);
  });

  it('keeps the fleet within its bounds, with ups and downs, and serves nearly all', () => {
    expect(Math.max(...workers)).toBeLessThanOrEqual(10);
    expect(Math.min(...workers.slice(2))).toBeGreaterThanOrEqual(2);
    expect(day.result).toMatchObject({ violations: [], violationCount: 0 });
    expect(day.result.ups).toBeGreaterThan(1);
    expect(day.result.downs).toBeGreaterThan(1);
    expect(day.result.unservedPercent).toBeLessThan(1);
  });

  it('has figures that fit each other', () => {
    const { workerHours, costUsd, launches, terminations, spotSharePercent, staticFleet } = day.result;
    expect(launches - terminations).toBe(workers[1_439]);
    expect(workerHours).toBeCloseTo(workers.slice(0, 1_440).reduce((sum, count) => sum + count, 0) / 60, -1);
    expect(costUsd).toBeGreaterThan(workerHours * 0.0086);
    expect(costUsd).toBeLessThan(workerHours * 0.0246);
    expect(spotSharePercent).toBeGreaterThan(20);
    expect(costUsd).toBeLessThan(staticFleet.costUsd);
  });

  it('mixes capacity types and spreads over zones as the policy says', () => {
    const launched = ofType(day.events, 'NodeLaunched').map(({ data }) => data);
    expect(launched.slice(0, 2).map(({ capacityType }) => capacityType)).toEqual(['on-demand', 'on-demand']);
    expect(new Set(launched.map(({ zone }) => zone)).size).toBe(3);
    expect(new Set(launched.map(({ capacityType }) => capacityType)).size).toBe(2);
  });

  it('chains every event to its cause, within one story', () => {
    const byId = new Map(day.events.map((event) => [event.id, event]));
    // A schedule's tick and a person are no events.
    const roots = new Set(['MetricsSampled', 'MetricsMissed', 'PolicyAdopted', 'ForecastMade', 'ForecastScored']);
    for (const event of day.events.filter(({ type }) => !roots.has(type))) {
      const cause = byId.get(event.causationId) as RecordedEvent;
      expect(cause, `${event.type} at ${event.recordedAt}`).toBeDefined();
      expect(event.correlationId).toBe(cause.correlationId);
      expect(event.recordedAt >= cause.recordedAt).toBe(true);
    }
    expect(ofType(day.events, 'ScalePlanned').map(({ causationId }) => byId.get(causationId)?.type)).toContain('ScaleDecided');
  });

  it('tells people of each change once', () => {
    const told = ofType(day.events, 'NoticeSent').map(({ data }) => data.causeId);
    expect(new Set(told).size).toBe(told.length);
    expect(told.length).toBeGreaterThanOrEqual(day.result.ups + day.result.downs);
  });
});

describe('chance', () => {
  it('is the seed and nothing else: the same one gives the same events, ids included', async () => {
    const options = { days: 0.5, faults: ['interruption-storm', 'duplicates', 'reorder', 'throttling'] as const };
    const [one, again, other] = [
      await simulateInMemory({ ...options, seed: 7 }),
      await simulateInMemory({ ...options, seed: 7 }),
      await simulateInMemory({ ...options, seed: 8 }),
    ];
    expect(digestOf(again.events)).toBe(digestOf(one.events));
    expect({ ...again.result, seconds: 0 }).toEqual({ ...one.result, seconds: 0 });
    expect(digestOf(other.events)).not.toBe(digestOf(one.events));
  }, 30_000);
});

describe('speed', () => {
  it('changes no event: what is remembered is what the store would have answered', async () => {
    const fast = await simulateInMemory({ days: 0.5, faults: ['interruption-storm'] });
    const plain = await simulateInMemory({ days: 0.5, faults: ['interruption-storm'], shared: true });
    expect(digestOf(fast.events)).toBe(digestOf(plain.events));
  }, 30_000);

  it('can be set: real time times a factor, until the signal', async () => {
    const controller = new AbortController();
    const { openStore, store } = createLastingStore();
    const demand = shippedDemand('nasa-http');
    const simulation = await createSimulation({
      ...{ demand, openStore, shared: true },
      observer: ({ now }) => now - demand.startAt >= 20 * 60_000 && controller.abort(),
    });
    const result = await simulation.live({ factor: 20_000, signal: controller.signal });
    expect(result.ticks).toBeGreaterThanOrEqual(10);
    expect(simulation.view.workers.filter(({ status }) => status === 'ready')).toHaveLength(2);
    expect(ofType(await allEvents(store), 'NodeJoined')).toHaveLength(2);
  }, 30_000);
});

describe('the mix', () => {
  const repairsOf = (events: readonly RecordedEvent[]) => ({
    planned: ofType(events, 'ScalePlanned').filter(({ data }) => data.cause === 'repair'),
    ended: ofType(events, 'ScaleCompleted').filter(({ data }) => data.cause === 'repair'),
  });

  it('is never repaired in a week without faults', async () => {
    const { events } = await simulateInMemory({ days: 7 });
    expect(repairsOf(events).planned).toEqual([]);
  }, 30_000);

  it('is repaired in weeks without capacity, and each repair ends', async () => {
    let repairs = 0;
    for (const seed of [1, 2, 3]) {
      const { events, result } = await simulateInMemory({ days: 7, faults: ['capacity-errors', 'zone-loss'], seed });
      const { planned, ended } = repairsOf(events);
      expect(ended.map(({ data }) => data.operationId)).toEqual(planned.map(({ data }) => data.operationId));
      expect(result.violations).toEqual([]);
      repairs += planned.length;
    }
    expect(repairs).toBeGreaterThan(0);
  }, 60_000);
});

describe('misfortune', () => {
  it('of every kind at once leaves a fleet that serves and has no double launch', async () => {
    const faults = [
      ...(['interruption-storm', 'capacity-errors', 'join-failures', 'metrics-outage', 'zone-loss'] as const),
      ...(['duplicates', 'reorder', 'throttling'] as const),
    ];
    const { result, events } = await simulateInMemory({ days: 2, faults, seed: 3 });
    expect(result.interruptions).toBeGreaterThan(0);
    expect(ofType(events, 'SpotWarning').filter(({ data }) => data.kind === 'interruption')).toHaveLength(result.interruptions);
    expect(ofType(events, 'InterruptionDrained').length).toBeGreaterThan(0);
    const launches = ofType(events, 'NodeLaunched').map(({ data }) => data.launchId);
    expect(new Set(launches).size).toBe(launches.length);
    expect(result.violations).toEqual([]);
    expect(result.unservedPercent).toBeLessThan(2);
  }, 30_000);

  it('of a policy with an instance type that this world lacks is told at once', async () => {
    const policy = defaultPolicy();
    const wrong = { ...policy, placement: { ...policy.placement, instanceTypes: ['z9.huge'] } };
    await expect(simulateInMemory({ days: 1, policy: wrong })).rejects.toThrow(
      'placement.instanceTypes: the simulation has no z9.huge; it offers t3.medium',
    );
  });
});
