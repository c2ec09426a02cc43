import { describe, expect, it } from 'vitest';
import { costOf, play } from './play.ts';

const LIMITS = { min: 2, max: 10 };
const demandOf = (...minutes: number[]) => Float64Array.from(minutes);

describe('a play', () => {
  it('has a launched worker paid at once and serving two minutes later', () => {
    const seen: (readonly [number, number])[] = [];
    play(demandOf(0, 0, 0, 0), () => 3, {
      ...LIMITS,
      observe: (_, serving, coming) => seen.push([serving, coming]),
    });
    expect(seen).toEqual([
      [2, 1],
      [2, 1],
      [3, 0],
      [3, 0],
    ]);
  });

  it('has a removed worker gone from the same minute', () => {
    const outcome = play(demandOf(0, 0, 0, 0, 0, 0), ({ minute }) => (minute < 4 ? 3 : 2), LIMITS);
    expect(outcome).toMatchObject({ workerMinutes: 3 + 3 + 3 + 3 + 2 + 2, launches: 1, terminations: 1 });
  });

  it('counts what is unserved, hot and squeezed', () => {
    const outcome = play(demandOf(1.8, 1.9, 2.5), () => 2, LIMITS);
    expect(outcome.unservedMinutes).toBeCloseTo(0.5, 10);
    expect(outcome.hotMinutes).toBe(2);
    expect(outcome.squeezedMinutes).toBeCloseTo(1.9 / 0.9 - 2 + 2.5 / 0.9 - 2, 10);
    expect(costOf({ workerMinutes: 60, squeezedMinutes: 30 }, 20)).toBe(11);
  });

  it('shows a policy the demand of its sample, never a later one', () => {
    const shown: number[] = [];
    const look = ({ demand }: { demand: number }) => shown.push(demand);
    play(demandOf(1, 2, 3, 4, 5, 6), look, { ...LIMITS, sampleAgeMinutes: 1 });
    expect(shown).toEqual([1, 2, 4]);
  });

  it('keeps wishes within the limits', () => {
    expect(play(demandOf(0, 0), () => 99, LIMITS).launches).toBe(8);
    expect(play(demandOf(0, 0), () => 0, LIMITS).workerMinutes).toBe(4);
  });
});
