import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packPods } from './packing.ts';

const room = { cores: 2, bytes: 1_000 };
const size = fc.record({
  cores: fc.integer({ min: 0, max: 2_000 }).map((millicores) => millicores / 1_000),
  bytes: fc.integer({ min: 0, max: 1_000 }),
  count: fc.integer({ min: 0, max: 30 }),
});
const sizes = fc.array(size, { maxLength: 8 });
const total = (pods: readonly { cores: number; bytes: number; count: number }[]) =>
  Math.max(
    pods.reduce((sum, { cores, count }) => sum + Math.round(cores * 1_000) * count, 0) / 2_000,
    pods.reduce((sum, { bytes, count }) => sum + bytes * count, 0) / 1_000,
  );

it('never packs pods into fewer workers than their sums need, nor uses a worker for each of them', () =>
  fc.assert(
    fc.property(sizes, (pods) => {
      const { workers, tooLarge } = packPods(pods, room);
      const count = pods.reduce((sum, pod) => sum + pod.count, 0);
      expect(workers).toBeGreaterThanOrEqual(Math.ceil(total(pods) - 1e-9));
      expect(workers).toBeLessThanOrEqual(count);
      expect(tooLarge).toBe(0);
    }),
  ));

it('places pods in bulk as it would one by one', () =>
  fc.assert(
    fc.property(sizes, (pods) => {
      const oneByOne = pods.flatMap(({ count, ...each }) => Array.from({ length: count }, () => ({ ...each, count: 1 })));
      expect(packPods(pods, room)).toEqual(packPods(oneByOne, room));
    }),
  ));
