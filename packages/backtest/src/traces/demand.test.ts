import { describe, expect, it } from 'vitest';
import { demandAt, demandFromTrace } from './demand.ts';
import { percentileOf } from './percentile.ts';
import type { Trace } from './trace.ts';

const MINUTE = 60_000;

function traceOf(rows: readonly (readonly [minute: number, value: number])[]): Trace {
  return {
    name: 'test',
    times: Float64Array.from(rows, ([minute]) => minute * MINUTE),
    values: Float64Array.from(rows, ([, value]) => value),
    stepSeconds: 60,
    gaps: { count: 0, longestSeconds: 0 },
  };
}

const ofMinutes = (minutes: number) =>
  traceOf(Array.from({ length: minutes }, (_, minute) => [minute, minute % 1_440 === 0 ? 2 : 1]));

describe('demand', () => {
  it('is the value over the 99.5th percentile times the peak in workers', () => {
    const demand = demandFromTrace(traceOf(Array.from({ length: 201 }, (_, index) => [index, index])), {
      peakWorkers: 6,
      maxWorkers: 10,
    });
    expect(demand.workers[199]).toBeCloseTo(6, 10);
    expect(demand.workers[200]).toBeCloseTo((6 * 200) / 199, 10);
  });

  it('lies on the line between two rows, also across a gap', () => {
    const demand = demandFromTrace(
      traceOf([
        [0, 0],
        [4, 8],
        [5, 8],
      ]),
      { peakWorkers: 8, maxWorkers: 10 },
    );
    expect([...demand.workers]).toEqual([0, 2, 4, 6, 8, 8]);
  });

  it('takes the percentile of minutes, so that crowded rows weigh no more', () => {
    const sparse = Array.from({ length: 200 }, (_, index) => [index, 1] as const);
    const crowded = Array.from({ length: 59 }, (_, index) => [200 + index / 60, 3] as const);
    const demand = demandFromTrace(traceOf([...sparse, ...crowded, [201, 1], [600, 1]]), { peakWorkers: 6, maxWorkers: 10 });
    expect(demand.workers[300]).toBeCloseTo(6, 10);
  });

  it('begins at the first whole minute', () => {
    const demand = demandFromTrace(
      traceOf([
        [0.5, 0],
        [2.5, 4],
        [3, 4],
        [400, 4],
      ]),
      { peakWorkers: 4, maxWorkers: 10 },
    );
    expect(demand.startAt).toBe(MINUTE);
    expect([...demand.workers.slice(0, 3)]).toEqual([1, 3, 4]);
  });

  it('is at most three times the largest fleet', () => {
    const rows = Array.from({ length: 1_000 }, (_, minute) => [minute, minute === 500 ? 1_000 : 1] as const);
    expect(Math.max(...demandFromTrace(traceOf(rows), { peakWorkers: 6, maxWorkers: 5 }).workers)).toBe(15);
  });

  it('repeats its whole weeks after its end, so that days of the week go on', () => {
    const demand = demandFromTrace(ofMinutes(11 * 1_440), { maxWorkers: 10 });
    expect(demand.repeatMinutes).toBe(7 * 1_440);
    const played = Float64Array.from({ length: 11 * 1_440 }, (_, minute) => minute);
    const numbered = { ...demand, workers: played };
    expect(demandAt(numbered, 11 * 1_440 - 1)).toBe(11 * 1_440 - 1);
    expect(demandAt(numbered, 11 * 1_440)).toBe(4 * 1_440);
    expect(demandAt(numbered, 18 * 1_440)).toBe(4 * 1_440);
  });

  it.each([
    [2 * 1_440 + 30, 2 * 1_440],
    [90, 90],
  ])('of %i minutes repeats %i', (minutes, repeated) => {
    expect(demandFromTrace(ofMinutes(minutes), { maxWorkers: 10 }).repeatMinutes).toBe(repeated);
  });

  it('is refused when there is none', () => {
    expect(() =>
      demandFromTrace(
        traceOf([
          [0, 0],
          [1, 0],
        ]),
        { maxWorkers: 10 },
      ),
    ).toThrow('test: almost every value is 0');
  });
});

describe('a percentile', () => {
  it('lies between the nearest ranks', () => {
    expect(percentileOf(Float64Array.of(4, 1, 2, 3), 50)).toBe(2.5);
    expect(percentileOf(Float64Array.of(1), 99.5)).toBe(1);
    expect(percentileOf(Float64Array.of(), 50)).toBe(0);
  });
});
