import { describe, expect, it } from 'vitest';
import { capacityTypesToAdd, surplusAfterRemoval, targetMix } from './mix.ts';
import type { Place } from './places.ts';

const mix = { onDemandBase: 2, spotPercentAboveBase: 70 };

describe('the target mix', () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 2],
    [6, 3],
    [7, 4],
    [8, 4],
    [9, 5],
    [10, 6],
    [12, 7],
  ])('of %i workers, with base 2 and 70 %%, has %i Spot', (workers, spot) => {
    expect(targetMix(workers, mix)).toEqual({ onDemand: workers - spot, spot });
  });

  it('has no Spot at 0 % and only Spot above the base at 100 %', () => {
    expect(targetMix(9, { ...mix, spotPercentAboveBase: 0 }).spot).toBe(0);
    expect(targetMix(9, { ...mix, spotPercentAboveBase: 100 })).toEqual({ onDemand: 2, spot: 7 });
  });
});

describe('what is added', () => {
  it('is the base first', () => expect(capacityTypesToAdd([], 2, mix)).toEqual(['on-demand', 'on-demand']));
  it('is Spot for the third worker', () => expect(capacityTypesToAdd(places(2, 0), 1, mix)).toEqual(['spot']));
  it('is On-Demand for the fourth', () => expect(capacityTypesToAdd(places(2, 1), 1, mix)).toEqual(['on-demand']));
  it('is On-Demand when the base was lost, whatever the share', () => {
    expect(capacityTypesToAdd(places(0, 4), 2, mix)).toEqual(['on-demand', 'on-demand']);
  });
  it('is Spot where replacements have left too much On-Demand', () => {
    expect(capacityTypesToAdd(places(6, 0), 2, mix)).toEqual(['spot', 'spot']);
  });
});

describe('the surplus after one has left', () => {
  it('is Spot when there is more of it than its share', () => expect(surplusAfterRemoval(places(2, 3), mix)).toBe('spot'));
  it('is On-Demand when that is above its share', () => expect(surplusAfterRemoval(places(4, 1), mix)).toBe('on-demand'));
  it('is On-Demand when Spot is exactly at its share', () => expect(surplusAfterRemoval(places(4, 2), mix)).toBe('on-demand'));
});

function places(onDemand: number, spot: number): readonly Place[] {
  return [
    ...Array.from({ length: onDemand }, () => ({ zone: 'a', capacityType: 'on-demand' as const })),
    ...Array.from({ length: spot }, () => ({ zone: 'a', capacityType: 'spot' as const })),
  ];
}
