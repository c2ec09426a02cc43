import { describe, expect, it } from 'vitest';
import { explainWish } from './explain-wish.ts';
import { enterDecision, enterDemand, newsvendorState, wishOf } from './newsvendor.ts';
import type { NewsvendorSettings } from './settings.ts';

const SETTINGS: NewsvendorSettings = { price: 100, min: 2, max: 10, joinMinutes: 2, sampleAgeMinutes: 0 };
const STEP = 120_000;
const START = Date.UTC(2026, 10, 2);

/** Seeded, so that it is the same noise each time. */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function live(samples: readonly number[], settings = SETTINGS, { state = newsvendorState(settings), from = 0 } = {}) {
  let alive = settings.min;
  const wishes = samples.map((demand, index) => {
    enterDemand(state, settings, { time: START + (from + index) * STEP, demand, serving: alive });
    const wish = wishOf(state, settings, { alive });
    enterDecision(state, { alive, wish: wish.workers });
    alive = wish.workers;
    return wish;
  });
  return { state, wishes, workers: wishes.map(({ workers }) => workers) };
}

const noisy = (count: number, level = 4, spread = 1) => {
  const noise = noiseOf(7);
  return Array.from({ length: count }, () => level + spread * (noise() - 0.5));
};

describe('the newsvendor', () => {
  it('keeps what a steady demand needs to stay below 90 %', () => {
    expect(live(new Array<number>(500).fill(3.5)).workers.at(-1)).toBe(4);
  });

  it('keeps more room where demand is restless, and more at a higher price', () => {
    const mean = (values: readonly number[]) => values.slice(-500).reduce((sum, value) => sum + value, 0) / 500;
    const at = (price: number, spread: number) => mean(live(noisy(2_000, 4, spread), { ...SETTINGS, price }).workers);
    expect(at(100, 4)).toBeGreaterThan(at(100, 0.5));
    expect(at(1_000, 4)).toBeGreaterThan(at(2, 4));
  });

  it('knows a jump that recurs at a minute of the day before it comes', () => {
    const days = 8;
    const noise = noisy(days * 720, 0, 0.6);
    const jumpy = noise.map((small, index) => small + (index % 720 >= 300 && index % 720 < 330 ? 6 : 1.4));
    const { workers } = live(jumpy);
    const before = (days - 1) * 720 + 299;
    expect(workers[before]).toBeGreaterThanOrEqual(7);
    expect(workers[before - 30]).toBe(2);
    expect(workers[before + 60]).toBe(2);
  });

  it('stays within the limits and survives rubbish', () => {
    const { workers } = live([0, 1e12, 0, 5, 1e12, ...noisy(200)]);
    expect(workers.every((count) => count >= 2 && count <= 10)).toBe(true);
    expect(workers.at(-1)).toBeLessThan(10);
  });

  it('goes on from its state as JSON exactly as it would have', () => {
    const samples = noisy(1_000);
    const whole = live(samples);
    const first = live(samples.slice(0, 600));
    const revived: typeof first.state = JSON.parse(JSON.stringify(first.state));
    const alive = first.workers.at(-1) ?? 0;
    let fleet = alive;
    const rest = samples.slice(600).map((demand, index) => {
      enterDemand(revived, SETTINGS, { time: START + (600 + index) * STEP, demand, serving: fleet });
      const { workers } = wishOf(revived, SETTINGS, { alive: fleet });
      enterDecision(revived, { alive: fleet, wish: workers });
      fleet = workers;
      return workers;
    });
    expect([...first.workers, ...rest]).toEqual(whole.workers);
  });

  it('has a state that does not grow', () => {
    const size = (count: number) => JSON.stringify(live(noisy(count)).state).length;
    expect(size(8_000)).toBeLessThan(1.3 * size(2_000));
    expect(size(8_000)).toBeLessThan(80_000);
  });

  it('takes a sample twice as once, and begins anew after a gap without learning from it', () => {
    const { state } = live(noisy(300));
    const known = JSON.stringify(state.model);
    enterDemand(state, SETTINGS, { time: START + 299 * STEP, demand: 9, serving: 4 });
    expect(JSON.stringify(state.model)).toBe(known);
    const residuals = JSON.stringify(state.model.ahead[0]?.residuals);
    enterDemand(state, SETTINGS, { time: START + 1_000 * STEP, demand: 9, serving: 4 });
    expect(JSON.stringify(state.model.ahead[0]?.residuals)).toBe(residuals);
    expect(state.model.forecasts[0]?.ahead[0]?.expected).toBeCloseTo(9, -1);
  });

  it('is hot about as rarely as a plain target when it is to keep cool', () => {
    const hotShare = (keepCool: boolean) => {
      const samples = noisy(4_000, 4, 3);
      const { workers } = live(samples, { ...SETTINGS, price: 5, keepCool });
      return samples.slice(1).filter((demand, index) => demand > 0.9 * (workers[index] ?? 0)).length / samples.length;
    };
    expect(hotShare(false)).toBeGreaterThan(0.1);
    expect(hotShare(true)).toBeLessThan(0.03);
  });

  it('says what it rests on', () => {
    const wish = live(noisy(500)).wishes.at(-1);
    if (!wish) throw new Error('no wish');
    expect(wish.evidence.lastSaves).toBeGreaterThan(1);
    expect(wish.evidence.nextSaves).toBeLessThan(1);
    expect(explainWish(wish, SETTINGS)).toMatch(
      /^expects demand of \d\.\d\d workers \(spread \d\.\d\d\) in 2 minutes; \d workers: the last of them saves \d+\.\d times what it costs, one more would save 0\.\d times, at 100 worker-hours for a squeezed one$/,
    );
  });
});
