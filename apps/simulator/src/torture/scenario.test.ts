import { describe, expect, it } from 'vitest';
import { ALL_FAULT_KINDS } from './fault-kinds.ts';
import { scenarioOf } from './scenario.ts';

describe('the scenario of a seed', () => {
  it('follows from the seed alone', () => {
    expect(scenarioOf(7, 1)).toEqual(scenarioOf(7, 1));
    expect(scenarioOf(7, 1)).not.toEqual({ ...scenarioOf(8, 1), seed: 7 });
  });

  it('has faults within its days, in their order, each with a name of its own', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const { faults, minutes } = scenarioOf(seed, 2);
      expect(minutes).toBe(2_880);
      for (const { from, until } of faults) expect(from < until && until <= minutes, `seed ${seed}`).toBe(true);
      expect(faults.map(({ from }) => from)).toEqual(faults.map(({ from }) => from).toSorted((one, other) => one - other));
      expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
    }
  });

  it('is of some kinds, and in fifty seeds every kind has its part', () => {
    const kinds = Array.from({ length: 50 }, (_, seed) => new Set(scenarioOf(seed, 1).faults.map(({ kind }) => kind)));
    expect(Math.max(...kinds.map(({ size }) => size))).toBeLessThan(ALL_FAULT_KINDS.length);
    expect(new Set(kinds.flatMap((some) => [...some]))).toEqual(new Set(ALL_FAULT_KINDS));
  });
});
