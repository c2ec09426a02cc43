import { expect, it } from 'vitest';
import { indicesWithin, lastAtOrBefore, rising } from './columns.ts';

const times = [10, 20, 20, 30];

it.each([
  [9, -1],
  [10, 0],
  [19, 0],
  [20, 2],
  [29, 2],
  [99, 3],
])('the last at or before %d is number %d', (moment, index) => expect(lastAtOrBefore(times, moment)).toBe(index));

it('takes both ends of a span in', () => {
  expect(indicesWithin(times, 20, 30)).toEqual({ start: 1, end: 4 });
  expect(indicesWithin(times, 21, 29)).toEqual({ start: 3, end: 3 });
  expect(indicesWithin([], 0, 99)).toEqual({ start: 0, end: 0 });
});

it('does not let a clock that went back make the list fall', () => expect(rising(times, 5)).toBe(30));
