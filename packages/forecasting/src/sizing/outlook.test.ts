import { describe, expect, it } from 'vitest';
import { demandModel, observe } from '../model/demand-model.ts';
import { newsvendorState, wishOf } from './newsvendor.ts';
import { nearOf, outlookOf } from './outlook.ts';

const LIMITS = { min: 2, max: 10 };
const NEVER_AHEAD = { joinMinutes: 0, sampleAgeMinutes: 0 };

function steady(demand: number, horizons: readonly number[] = [1, 2, 3, 4]) {
  const model = demandModel(horizons);
  for (let index = 0; index < 500; index += 1) observe(model, index * 120_000, demand + 0.2 * Math.sin(index * 7));
  return model;
}

describe('the moments that a launch now would serve', () => {
  it.each([
    [0, 0],
    [3.9, 0],
    [4, 1],
    [5.9, 1],
    [6, 2],
    [60, 2],
  ])('with %s minutes to join begin at moment %s of four', (joinMinutes, near) => {
    expect(nearOf(demandModel([1, 2, 3, 4]), { ...LIMITS, joinMinutes })).toBe(near);
  });

  it('lie further ahead by the age of the sample', () => {
    expect(nearOf(demandModel([1, 2, 3, 4]), { ...LIMITS, joinMinutes: 3.5, sampleAgeMinutes: 0.5 })).toBe(1);
  });

  it('are the two there are, whatever the lead, in a model of two', () => {
    expect(nearOf(demandModel([3, 4]), { ...LIMITS, joinMinutes: 20 })).toBe(0);
  });
});

describe('what if demand were higher', () => {
  it('squeezes as the same demand would that is so high', () => {
    const shifted = outlookOf(steady(4), { ...LIMITS, ...NEVER_AHEAD }, 2)[0];
    const higher = outlookOf(steady(6), { ...LIMITS, ...NEVER_AHEAD })[0];
    for (const [size, excess] of shifted.excess.entries()) expect(excess).toBeCloseTo(higher.excess[size] ?? Number.NaN, 1);
  });

  it('never wants fewer workers for more', () => {
    const settings = { ...LIMITS, price: 20, joinMinutes: 3, sampleAgeMinutes: 0.2 };
    const state = newsvendorState(settings, steady(4));
    const wishes = [-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 6].map((shift) => wishOf(state, settings, { alive: 5, shift }).workers);
    expect(wishes).toEqual(wishes.toSorted((a, b) => a - b));
    expect(wishes[0]).toBe(2);
    expect(wishes.at(-1)).toBe(10);
  });
});
