import { defaultPolicy, policySchema } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { createSimulation, type SimulationResult } from '@smartscale/simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDemand } from '../read-demand.ts';
import { formatWhatIf } from './format-what-if.ts';
import { rehearseRange } from './rehearse-range.ts';

const ALL = { from: null, to: null };
let store: ReturnType<typeof createMemoryEventStore>;
let lived: SimulationResult;

beforeAll(async () => {
  let now = () => 0;
  store = createMemoryEventStore({ now: () => now() });
  const { demand } = readDemand('mongo-app01', { peakWorkers: 6, maxWorkers: 10, warn() {} });
  const simulation = await createSimulation({
    demand,
    openStore(time) {
      now = time;
      return store;
    },
  });
  lived = await simulation.run({ days: 1 });
});

async function whatIf(knobs: object, range: { from: string | null; to: string | null } = ALL) {
  const result = await rehearseRange(store, 'local', { ...range, policy: policySchema.parse(knobs) });
  if (result === null) throw new Error('nothing was recorded');
  return result;
}

describe('what if', () => {
  it('comes near to what was recorded when nothing is changed', async () => {
    const result = await whatIf({});
    expect(result.policy).toEqual(result.inForce);
    expect(result.changePercent).toEqual({ workerHours: 0, costUsd: 0 });
    expect(Math.abs(result.modelErrorPercent.workerHours)).toBeLessThan(5);
    expect(Math.abs(result.modelErrorPercent.costUsd)).toBeLessThan(5);
    expect(result.recorded.workerHours).toBeCloseTo(lived.workerHours, 0);
    expect(result.recorded.ledger.costUsd).toBeCloseTo(lived.costUsd, 2);
    expect(result.days).toBeCloseTo(1, 2);
  });

  it('tells what a larger fleet would have cost', async () => {
    const { policy, inForce, changePercent, gaps } = await whatIf({ workers: { min: 6 } });
    const gapMinutes = gaps.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 60_000, 0);
    expect(policy.workerHours).toBeGreaterThanOrEqual(6 * (24 - gapMinutes / 60) - 0.2);
    expect(policy.costUsd).toBeGreaterThan(inForce.costUsd);
    expect(changePercent.costUsd).toBeGreaterThan(0);
  });

  it('keeps to the range that it is asked for', async () => {
    const whole = await whatIf({});
    const half = new Date(Date.parse(whole.from) + 12 * 3_600_000).toISOString();
    const result = await whatIf({}, { from: half, to: null });
    expect(Math.abs(Date.parse(result.from) - Date.parse(half))).toBeLessThan(120_000);
    expect(result.days).toBeCloseTo(0.5, 1);
  });

  it('says what is assumed, how far it is off, and what was not measured', async () => {
    const text = formatWhatIf(await whatIf({ forecast: { forecaster: 'brief' } }));
    expect(text).toMatch(/this policy beside what was in force: [+-]?\d+\.\d % of cost/);
    expect(text).toMatch(/is to be trusted: it is [+-]?\d+\.\d % of cost/);
    expect(text).toContain('as recorded');
    expect(text).toContain('USD on Spot');
  });

  it('is nothing where nothing was recorded', async () => {
    const empty = createMemoryEventStore({ now: () => 0 });
    expect(await rehearseRange(empty, 'local', { ...ALL, policy: defaultPolicy() })).toBeNull();
    expect(
      await rehearseRange(store, 'local', { from: '2100-01-01T00:00:00.000Z', to: null, policy: defaultPolicy() }),
    ).toBeNull();
  });
});
