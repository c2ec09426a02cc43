import { describe, expect, it } from 'vitest';
import { randomOf, randomStream } from './random.ts';

const take = (count: number, seed: number, name: string) => {
  const stream = randomStream(seed, name);
  return Array.from({ length: count }, () => stream.next());
};

describe('a random stream', () => {
  it('is the same for the same seed and name, on every machine', () => {
    expect(take(3, 7, 'ec2')).toEqual(take(3, 7, 'ec2'));
    expect(take(3, 1, 'golden').map((value) => value.toFixed(9))).toEqual(['0.716878920', '0.246327309', '0.323828243']);
  });

  it('differs by seed and by name', () => {
    expect(take(1, 7, 'ec2')).not.toEqual(take(1, 8, 'ec2'));
    expect(take(1, 7, 'ec2')).not.toEqual(take(1, 7, 'ec3'));
    expect(randomOf(7, 'ec2')).toBe(take(1, 7, 'ec2')[0]);
  });

  it('is spread evenly over [0, 1)', () => {
    const buckets = new Array<number>(10).fill(0);
    for (const value of take(10_000, 3, 'even')) buckets[Math.floor(value * 10)] = (buckets[Math.floor(value * 10)] ?? 0) + 1;
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(130);
  });

  it('has an exponential distribution with the mean asked for', () => {
    const stream = randomStream(5, 'waiting');
    let sum = 0;
    for (let draw = 0; draw < 20_000; draw += 1) sum += stream.exponential(12);
    expect(sum / 20_000).toBeCloseTo(12, 0);
  });
});
