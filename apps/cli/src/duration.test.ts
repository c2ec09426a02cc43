import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';
import { UsageError } from './exit.ts';

describe('a duration', () => {
  it.each([
    ['90s', 90],
    ['20m', 1_200],
    ['6h', 21_600],
    ['1.5d', 129_600],
  ])('reads %s', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it.each(['', '5', 'm', '-3m', '3 minutes', '1w'])('refuses "%s"', (text) =>
    expect(() => parseDuration(text)).toThrow(UsageError),
  );

  it.each([
    [45, '45 s'],
    [720, '12 min'],
    [12_000, '3 h 20 min'],
    [187_200, '2 d 4 h'],
    [172_800, '2 d'],
  ])('says %d seconds', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});
