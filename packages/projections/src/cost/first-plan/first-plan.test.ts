import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS, firstPlan, PROMISED } from './index.ts';

const rows = firstPlan();
const rounded = (values: readonly number[]) => values.map((value) => Math.round(value));

/** docs/cost.md has these figures. */
describe('the table of the first plan', () => {
  it('comes out of five t3.medium in us-east-1, three of them on average, and 70 % of all of them on Spot at a third', () => {
    expect(rounded(rows.map(({ workersByAssumptions }) => workersByAssumptions))).toEqual(
      PROMISED.map(({ workers }) => workers),
    );
  });

  it('adds up, row by row', () => {
    for (const { workers, server, lambda, dynamoDb, total } of rows) expect(workers + server + lambda + dynamoDb).toBe(total);
  });

  it('saves 27, 49, 54 and 58 %: the headline of 60 to 70 % is in no row', () => {
    expect(rounded(rows.map(({ savedPercent }) => savedPercent))).toEqual([0, 27, 49, 54, 58]);
    expect(Math.max(...rows.map(({ savedPercent }) => savedPercent))).toBeLessThan(60);
  });

  it('has less for workers than the two that its own rule keeps On-Demand cost, wherever there is Spot', () => {
    const base = ASSUMPTIONS.onDemandBase * ASSUMPTIONS.hours * 0.0416;
    expect(base).toBeCloseTo(59.9, 1);
    for (const { workers, spotShare } of rows) if (spotShare > 0) expect(workers).toBeLessThan(base);
    expect(rows.at(-1)?.averageWorkers).toBeLessThan(2);
  });

  it('saves 33, 39 and 42 % by its own rule, with disks and addresses', () => {
    expect(rounded(rows.map(({ workersByItsRule }) => workersByItsRule))).toEqual([150, 90, 76, 65, 60]);
    expect(rounded(rows.map(({ whole }) => whole))).toEqual([211, 152, 141, 128, 122]);
    expect(rounded(rows.map(({ wholeSavedPercent }) => wholeSavedPercent))).toEqual([0, 28, 33, 39, 42]);
  });
});
