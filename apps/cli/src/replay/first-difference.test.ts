import { describe, expect, it } from 'vitest';
import { firstDifference } from './first-difference.ts';

describe('the first difference', () => {
  it('is none between equal values', () =>
    expect(firstDifference({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBeUndefined());

  it('is named by its path', () =>
    expect(firstDifference({ a: [1, { b: 2 }], c: 1 }, { a: [1, { b: 3 }], c: 2 })).toEqual({
      path: 'a.1.b',
      recorded: 2,
      again: 3,
    }));

  it('sees a missing and an added field', () => {
    expect(firstDifference({ a: 1 }, {})).toEqual({ path: 'a', recorded: 1, again: undefined });
    expect(firstDifference({}, { a: 1 })).toEqual({ path: 'a', recorded: undefined, again: 1 });
  });

  it('tells zero from minus zero', () => expect(firstDifference({ a: 0 }, { a: -0 })).toMatchObject({ path: 'a' }));
});
