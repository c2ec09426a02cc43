import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_POD_SIZES, type PodSize, podSizesAnswer, readPodSizes, totalOf } from './pod-sizes.ts';

const size: fc.Arbitrary<PodSize> = fc.record({
  cores: fc.integer({ min: 0, max: 64_000 }).map((milli) => milli / 1_000),
  bytes: fc.integer({ min: 0, max: 2 ** 40 }),
  count: fc.integer({ min: 1, max: 200 }),
});
const sizes = fc.uniqueArray(size, { maxLength: 120, selector: ({ cores, bytes }) => `${cores}/${bytes}` });

it('sizes are bounded, lose no pod, and ask for at least the room that the pods request', () =>
  fc.assert(
    fc.property(sizes, (given) => {
      const read = readPodSizes(podSizesAnswer(given)) ?? [];
      expect(read.length).toBeLessThanOrEqual(MAX_POD_SIZES);
      const pods = (all: readonly PodSize[]) => all.reduce((sum, { count }) => sum + count, 0);
      expect(pods(read)).toBe(pods(given));
      expect(totalOf(read).cores).toBeGreaterThanOrEqual(totalOf(given).cores - 1e-6);
      expect(totalOf(read).bytes).toBeGreaterThanOrEqual(totalOf(given).bytes);
    }),
  ));

it('sizes that fit are told exactly, largest first', () =>
  fc.assert(
    fc.property(fc.uniqueArray(size, { maxLength: MAX_POD_SIZES, selector: ({ cores }) => cores }), (given) => {
      expect(readPodSizes(podSizesAnswer(given))).toEqual(given.toSorted((a, b) => b.cores - a.cores));
    }),
  ));
