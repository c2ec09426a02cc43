import { describe, expect, it } from 'vitest';
import { isLearnDue, LEARN_EVERY, lineageOf, MOST_SAMPLES } from './lineage.ts';

const learned = { learnedId: 'learned', from: 10_000, learnedPosition: 9_000 };

describe('what a model is made of', () => {
  it('is at first the last week of samples, or all there are', () => {
    expect(lineageOf(17, null)).toEqual({ learnedId: null, from: 1, learnedPosition: null });
    expect(lineageOf(20_000, null)).toEqual({ learnedId: null, from: 20_000 - MOST_SAMPLES + 1, learnedPosition: null });
  });

  it('is then what it was, until something newer is learnt', () => {
    expect(lineageOf(10_001, learned)).toBe(learned);
    expect(lineageOf(10_000 + MOST_SAMPLES - 1, learned)).toBe(learned);
  });

  it('is what was learnt and the last week of samples after a long time without', () => {
    expect(lineageOf(10_000 + MOST_SAMPLES, learned)).toEqual({ ...learned, from: 10_001 });
  });

  it('is written down once a day of samples', () => {
    expect(isLearnDue(LEARN_EVERY - 1, { learnedId: null, from: 1 })).toBe(false);
    expect(isLearnDue(LEARN_EVERY, { learnedId: null, from: 1 })).toBe(true);
  });
});
