import { describe, expect, it } from 'vitest';
import { UsageError } from './exit.ts';
import { seedsOf } from './seeds-of.ts';

describe('the seeds', () => {
  it('are a range with both its ends, one, or the first fifty', () => {
    expect(seedsOf({ seeds: '3..5' })).toEqual([3, 4, 5]);
    expect(seedsOf({ seed: '7' })).toEqual([7]);
    expect(seedsOf({})).toHaveLength(50);
  });

  it('are others each time when they are to be fresh', () => {
    const [one, other] = [seedsOf({ fresh: '20' }), seedsOf({ fresh: '20' })];
    expect(one).toHaveLength(20);
    expect(one).not.toEqual(other);
  });

  it.each([
    [{ seeds: '5..3' }, '--seeds takes A..B'],
    [{ seeds: 'all' }, '--seeds takes A..B'],
    [{ seeds: '-1..3' }, '--seeds takes A..B'],
    [{ seeds: '1..9999999999' }, 'not "1..9999999999"'],
    [{ seed: '1.5' }, '--seed takes a whole number from 0 to 2147483647, not "1.5"'],
    [{ fresh: '0' }, '--fresh takes a whole number from 1'],
    [{ seed: '1', seeds: '1..2' }, 'give one of them'],
  ])('are refused with a sentence: %j', (choice, sentence) => {
    expect(() => seedsOf(choice)).toThrow(UsageError);
    expect(() => seedsOf(choice)).toThrow(sentence);
  });
});
