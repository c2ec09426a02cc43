import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { at, atRisk, fleetOf, launchedWorker, marked, NOW, operation, policyWith, worker } from '../testing/fleets.ts';
import { type Drift, driftOf } from './drift.ts';
import { mayRepair } from './repairs.ts';

const mix = { onDemandBase: 2, spotPercentAboveBase: 70 };
const policy = policyWith({});

function mixDrift(kind: 'base' | 'share', comes: 'spot' | 'on-demand'): Drift {
  const goes = comes === 'spot' ? 'on-demand' : 'spot';
  return { kind, exchanges: [{ comes, goes }], from: null, to: null, reason: '' };
}

function workers(onDemand: number, spot: number): readonly fleet.Worker[] {
  return [
    ...Array.from({ length: onDemand }, (_, index) => worker(`i-o${index}`, 'a on-demand')),
    ...Array.from({ length: spot }, (_, index) => worker(`i-s${index}`, 'b spot')),
  ];
}

describe('the drift of a mix', () => {
  it.each([
    [0, 4, 'base'],
    [1, 3, 'base'],
    [1, 1, 'base'],
    [2, 2, 'share'], // 1.4 Spot: 2 are 0.6 too many
    [3, 1, undefined],
    [4, 0, 'share'], // 1.4 too few
    [3, 0, 'share'], // 0.7 too few
    [2, 1, undefined],
    [2, 0, undefined],
    [1, 0, undefined],
    [0, 0, undefined],
    [3, 4, undefined], // 7 workers: 3.5 Spot, so 3 and 4 are as good
    [4, 3, undefined],
    [2, 5, 'share'],
    [5, 2, 'share'],
  ])('of %i On-Demand and %i Spot is %s', (onDemand, spot, kind) => {
    expect(driftOf(workers(onDemand, spot), mix)?.kind).toBe(kind);
  });

  it('says what should come and what should go', () => {
    expect(driftOf(workers(1, 3), mix)).toMatchObject({ exchanges: [{ comes: 'on-demand', goes: 'spot' }] });
    expect(driftOf(workers(2, 5), mix)).toMatchObject({ exchanges: [{ comes: 'on-demand', goes: 'spot' }] });
    expect(driftOf(workers(5, 2), mix)).toMatchObject({ exchanges: [{ comes: 'spot', goes: 'on-demand' }] });
  });
});

describe('the base may be repaired', () => {
  const base = mixDrift('base', 'on-demand');
  const may = (state: fleet.FleetState) => mayRepair(base, { state, policy, now: NOW });

  it('in a whole fleet, at its maximum too', () => {
    expect(may(fleetOf(workers(0, 4)))).toBe(true);
    expect(may(fleetOf(workers(0, 10)))).toBe(true);
    expect(may(fleetOf(workers(0, 2)))).toBe(true);
  });

  it('not while something is in flight, someone is on the way, or a decision is due', () => {
    expect(may(fleetOf(workers(0, 4), { operations: [operation({ leaving: ['i-s1'] })] }))).toBe(false);
    expect(may(fleetOf([...workers(0, 4), launchedWorker('i-9', { joinBy: at(60) })]))).toBe(false);
    expect(may(fleetOf(workers(0, 1)))).toBe(false);
    expect(may(fleetOf(workers(0, 11)))).toBe(false);
  });

  it('within the disruption budget', () => {
    const none = policyWith({ disruption: { maxWorkers: 0 } });
    expect(mayRepair(base, { state: fleetOf(workers(0, 4)), policy: none, now: NOW })).toBe(false);
  });

  it('not while EC2 may take one', () => {
    expect(may(fleetOf([...workers(0, 4), atRisk(worker('i-9', 'c spot'))]))).toBe(false);
  });

  it('five minutes after the last repair began, not earlier', () => {
    expect(may(fleetOf(workers(0, 4), { lastRepairAt: at(-300) }))).toBe(true);
    expect(may(fleetOf(workers(0, 4), { lastRepairAt: at(-299) }))).toBe(false);
  });
});

describe('the share may be repaired', () => {
  const share = mixDrift('share', 'spot');
  const may = (state: fleet.FleetState) => mayRepair(share, { state, policy, now: NOW });
  const mark = (until: string, capacityType: 'spot' | 'on-demand' = 'spot') =>
    fleetOf(workers(4, 0), { unavailable: [marked(`c ${capacityType}`, { until })] });

  it('below the maximum only', () => {
    expect(may(fleetOf(workers(7, 2)))).toBe(true);
    expect(may(fleetOf(workers(8, 2)))).toBe(false);
  });

  it('when no offering of what should come is marked', () => {
    expect(may(mark(at(1)))).toBe(false);
    expect(may(mark(at(0)))).toBe(true);
    expect(may(mark(at(1), 'on-demand'))).toBe(true);
  });

  it('when that holds for all that may come', () => {
    const either = { ...share, exchanges: [...share.exchanges, { comes: 'on-demand', goes: 'spot' }] as const };
    expect(mayRepair(either, { state: mark(at(1)), policy, now: NOW })).toBe(false);
  });

  it('half an hour after anybody came, went or was repaired', () => {
    const joined = (joinedAt: string) =>
      fleetOf([...workers(3, 0), { ...worker('i-9', 'a on-demand'), joinedAt } as fleet.Worker]);
    const departed = (time: string) => fleetOf(workers(4, 0), { departed: [{ instanceId: 'i-8', at: time, how: 'lost' }] });
    const repaired = (lastRepairAt: string) => fleetOf(workers(4, 0), { lastRepairAt });
    for (const after of [joined, departed, repaired]) {
      expect(may(after(at(-1_800)))).toBe(true);
      expect(may(after(at(-1_799)))).toBe(false);
    }
  });
});
