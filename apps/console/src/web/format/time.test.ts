import { expect, it } from 'vitest';
import { duration, roughly, utc } from './time.ts';

it.each([
  [-5, '0 s'],
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3_540, '59 min'],
  [3_600, '1 h'],
  [7_500, '2 h 5 min'],
  [86_400, '1 d'],
  [100_000, '1 d 3 h'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

it('says an age by its largest unit', () => {
  expect(roughly(100_000)).toBe('1 d');
  expect(roughly(42)).toBe('42 s');
});

it('tells UTC as logs do', () => expect(utc(Date.UTC(2026, 10, 24, 20, 4))).toBe('2026-11-24 20:04:00 UTC'));
