import { expect, it } from 'vitest';
import { pace } from './pace.ts';
import { createVirtualClock } from './virtual-clock.ts';

it('lets virtual time pass at a multiple of real time until the signal', async () => {
  const clock = createVirtualClock({ startAt: 0 });
  const stop = new AbortController();
  const fired: number[] = [];
  clock.schedule(10_000, () => {
    fired.push(clock.now());
    stop.abort();
  });
  const began = performance.now();
  await pace(clock, { factor: 100_000, stepMilliseconds: 5, signal: stop.signal });
  expect(fired).toEqual([10_000]);
  expect(Number.isInteger(clock.now())).toBe(true);
  expect(clock.now()).toBeLessThanOrEqual((performance.now() - began) * 100_000);
});

it('refuses a pace at which time would never pass', async () => {
  const { signal } = new AbortController();
  await expect(pace(createVirtualClock({ startAt: 0 }), { factor: 0, signal })).rejects.toThrow('must be above 0');
});
