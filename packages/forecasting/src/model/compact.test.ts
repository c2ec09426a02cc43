import { describe, expect, it } from 'vitest';
import { outlookOf } from '../sizing/outlook.ts';
import { compact } from './compact.ts';
import { type DemandModel, demandModel, observe } from './demand-model.ts';

const START = Date.UTC(2026, 10, 2);
const LARGEST_BYTES = 32_000;

/** A restless demand with a habit of the day, the same each time. */
function demandAt(index: number): number {
  const noise = Math.sin(index * 12.9898) * 43_758.5453;
  return 4 + 2 * Math.sin((2 * Math.PI * index) / 720) + 1.5 * (noise - Math.floor(noise) - 0.5);
}

function learnt(samples: number, every = Number.POSITIVE_INFINITY): DemandModel {
  const model = demandModel([1, 2, 3, 4]);
  for (let index = 0; index < samples; index += 1) {
    observe(model, START + index * 120_000, demandAt(index));
    if ((index + 1) % every === 0) compact(model);
  }
  return model;
}

describe('a compact model', () => {
  it('is small as JSON, however long it has watched', () => {
    for (const samples of [30, 720, 10_080]) {
      expect(JSON.stringify(learnt(samples, samples)).length, `${samples} samples`).toBeLessThan(LARGEST_BYTES);
    }
  });

  it('foresees as one that keeps every digit, though it was rounded every hour of two weeks', () => {
    const [rounded, exact] = [learnt(10_080, 30), learnt(10_080)];
    for (const [index, { expected, spread }] of (rounded.forecasts[0]?.ahead ?? []).entries()) {
      expect(expected).toBeCloseTo(exact.forecasts[0]?.ahead[index]?.expected ?? Number.NaN, 2);
      expect(spread).toBeCloseTo(exact.forecasts[0]?.ahead[index]?.spread ?? Number.NaN, 2);
    }
    const limits = { min: 2, max: 10, joinMinutes: 4 };
    const [tail, exactTail] = [outlookOf(rounded, limits)[0], outlookOf(exact, limits)[0]];
    for (const [size, excess] of tail.excess.entries()) expect(excess).toBeCloseTo(exactTail.excess[size] ?? Number.NaN, 2);
  });

  it('goes on from its JSON exactly as it would have', () => {
    const whole = learnt(1_000, 30);
    const revived: DemandModel = JSON.parse(JSON.stringify(learnt(600, 30)));
    for (let index = 600; index < 1_000; index += 1) {
      observe(revived, START + index * 120_000, demandAt(index));
      if ((index + 1) % 30 === 0) compact(revived);
    }
    expect(JSON.stringify(revived)).toBe(JSON.stringify(whole));
  });
});
