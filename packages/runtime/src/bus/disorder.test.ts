import { expect, it } from 'vitest';
import { createDisorder, type DeliveryOptions } from './disorder.ts';

const plans = (options: DeliveryOptions | undefined, count = 2_000) => Array.from({ length: count }, createDisorder(options));

it('delivers once and at once when nothing else is asked for', () => {
  expect(new Set(plans(undefined).map((plan) => plan.join()))).toEqual(new Set(['0']));
});

it('repeats about the asked share', () => {
  const repeated = plans({ seed: 7, duplicatePercent: 20 }).filter(({ length }) => length === 2).length;
  expect(repeated).toBeGreaterThan(320);
  expect(repeated).toBeLessThan(480);
});

it('keeps latency between half and one and a half of what is asked', () => {
  const delays = plans({ seed: 7, latencyMilliseconds: 200 }).flat();
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...delays)).toBeLessThanOrEqual(300);
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(150);
});

it('makes some deliveries much later than others when asked to reorder', () => {
  const late = plans({ seed: 7, reorderPercent: 10 })
    .flat()
    .filter((delay) => delay > 0).length;
  expect(late).toBeGreaterThan(140);
  expect(late).toBeLessThan(260);
});

it('is the same for the same seed and another for another', () => {
  const options = { latencyMilliseconds: 50, duplicatePercent: 30, reorderPercent: 30 };
  expect(plans({ seed: 1, ...options })).toEqual(plans({ seed: 1, ...options }));
  expect(plans({ seed: 1, ...options })).not.toEqual(plans({ seed: 2, ...options }));
});
