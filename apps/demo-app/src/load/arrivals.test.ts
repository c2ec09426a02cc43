import type { Demand } from '@smartscale/backtest/traces';
import { describe, expect, it } from 'vitest';
import { countArrivals, secondsOf } from './arrivals.ts';

const demandOf = (...perSecond: number[]): Demand => ({
  name: 'test',
  startAt: 0,
  workers: Float64Array.from(perSecond),
  repeatMinutes: perSecond.length,
});

describe('arrivals', () => {
  it('are as many each second as the trace says, however fast it is played', () => {
    for (const speed of [1, 60, 600]) {
      const count = countArrivals({ demand: demandOf(10, 10, 10), speed });
      expect(count(0.05)).toBeCloseTo(0.5, 9);
      expect(count(0.25)).toBeCloseTo(Math.min(2.5, 1_800 / speed), 9);
    }
  });

  it('follow the minutes of the trace', () => {
    const count = countArrivals({ demand: demandOf(10, 0, 30), speed: 60 });
    expect([0.5, 1, 1.5, 2, 2.5, 3].map(count)).toEqual([5, 10, 10, 10, 25, 40]);
  });

  it('end with the trace', () => {
    const course = { demand: demandOf(10, 20), speed: 60 };
    expect(secondsOf(course)).toBe(2);
    const count = countArrivals(course);
    expect([count(2), count(100)]).toEqual([30, 30]);
  });
});
