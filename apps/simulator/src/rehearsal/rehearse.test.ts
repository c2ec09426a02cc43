import { defaultPolicy, type Policy, policySchema } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { demandOfTrace } from './demand-of-trace.ts';
import type { RehearsedDemand } from './load.ts';
import { type RehearsalOptions, rehearse } from './rehearse.ts';

const START = Date.parse('2026-11-23T00:00:00.000Z');
const PRICES = { 'on-demand': 0.05, spot: 0.02 };
const MODEL = { workers: 2, joinSeconds: 120, drainSeconds: 0, prices: PRICES };

function trace(minutes: number, valueAt: (minute: number) => number): RehearsedDemand {
  const workers = Float64Array.from({ length: minutes }, (_, minute) => valueAt(minute));
  return demandOfTrace({ name: 'test', startAt: START, workers, repeatMinutes: minutes });
}

function run(
  demand: RehearsedDemand,
  { policy = defaultPolicy(), ...options }: Partial<RehearsalOptions> & { policy?: Policy } = {},
) {
  const sizes: string[] = [];
  const outcome = rehearse(demand, {
    ...{ policyAt: () => ({ policy, version: 1 }), fleet: MODEL, intervalMinutes: 2, isPriced: policy.sizing.by === 'price' },
    observe: (minute, serving, coming) => {
      const size = coming === 0 ? `${serving}` : `${serving}+${coming}`;
      if (sizes.at(-1)?.split(' ')[1] !== size) sizes.push(`${minute} ${size}`);
    },
    ...options,
  });
  return { sizes, outcome };
}

describe('a rehearsal', () => {
  it('scales up after two samples above the threshold, and down when it was calm, worker by worker', () => {
    const { sizes } = run(trace(60, (minute) => (minute < 20 ? 1.5 : 0.4)));
    // 75 % at 0 and 2: to 1.5 / 0.6 = 2.5 workers. Calm from minute 20, for ten minutes; the cooldown goes before a second one.
    expect(sizes).toEqual(['0 2', '2 2+1', '4 3', '30 2']);
  });

  it('has pods that fit nowhere as unschedulable, and so launches what they ask for', () => {
    const { sizes, outcome } = run(trace(12, (minute) => (minute < 4 ? 1 : 4.5)));
    expect(sizes[1]).toBe('4 2+3');
    expect(outcome.unservedMinutes).toBeCloseTo(2 * 2.5, 10);
  });

  it('joins workers when they join and pays for them until they are drained', () => {
    const slow = { ...MODEL, joinSeconds: 300, drainSeconds: 180 };
    const { sizes, outcome } = run(
      trace(60, (minute) => (minute < 20 ? 1.5 : 0.4)),
      { fleet: slow },
    );
    expect(sizes).toEqual(['0 2', '2 2+1', '7 3', '30 2']);
    expect(outcome.workerMinutes).toBe(2 * 60 + (30 + 3 - 2));
  });

  it('prices each worker by its capacity type, which follows the mix', () => {
    const { outcome } = run(
      trace(60, () => 0.5),
      { fleet: { ...MODEL, workers: 2 } },
    );
    expect(outcome.usd).toBeCloseTo(2 * 0.05, 10);
    const spot = policySchema.parse({ workers: { min: 4 } });
    // Of four, two are the base and one of the other two is Spot.
    expect(
      run(
        trace(60, () => 0.5),
        { policy: spot, fleet: { ...MODEL, workers: 4 } },
      ).outcome.usd,
    ).toBeCloseTo(3 * 0.05 + 0.02, 10);
  });

  it('takes away what there is too much of', () => {
    // Three On-Demand and two Spot; of four, one is to be Spot.
    const { sizes, outcome } = run(
      trace(20, () => 0.4),
      { fleet: { ...MODEL, workers: 5 } },
    );
    expect(sizes).toEqual(['0 5', '10 4']);
    expect(outcome.usd).toBeCloseTo((10 * (3 * 0.05 + 2 * 0.02) + 10 * (3 * 0.05 + 0.02)) / 60, 10);
  });

  it('knows how long pods have waited', () => {
    const patient = policySchema.parse({ signals: { cpu: { scaleUpAbovePercent: 100, targetPercent: 100 } } });
    // Three pods that fit nowhere from minute 3 on: not more than five at once, so for three minutes.
    const { sizes } = run(
      trace(12, (minute) => (minute < 3 ? 1 : 2.3)),
      { policy: patient },
    );
    expect(sizes[1]).toBe('6 2+1');
  });

  it('does nothing where nothing was measured, and counts nothing', () => {
    const known = trace(40, () => 1.9);
    const isGap = (minute: number) => minute >= 2 && minute < 30;
    const workers = known.workers.map((value, minute) => (isGap(minute) ? Number.NaN : value));
    const gapped = {
      ...known,
      workers,
      loadAt: (...[minute, fleet]: Parameters<RehearsedDemand['loadAt']>) =>
        isGap(minute) ? null : known.loadAt(minute, fleet),
    };
    const { sizes, outcome } = run(gapped);
    expect(sizes[1]?.split(' ')[0]).toBe('32');
    expect(outcome.minutes).toBe(40 - 28);
  });

  it('follows a policy that changes on the way', () => {
    const [before, after] = [defaultPolicy(), policySchema.parse({ workers: { min: 5 } })];
    const [one, two] = [
      { policy: before, version: 1 },
      { policy: after, version: 2 },
    ];
    const { sizes } = run(
      trace(30, () => 1),
      { policyAt: (now) => (now < START + 10 * 60_000 ? one : two) },
    );
    expect(sizes).toEqual(['0 2', '10 2+3', '12 5']);
  });

  it('sees samples as old as they are said to be', () => {
    const step = trace(20, (minute) => (minute < 5 ? 1 : 4.5));
    expect(run(step).sizes[1]).toBe('6 2+3');
    expect(run(step, { sampleAgeMinutes: 2 }).sizes[1]).toBe('8 2+3');
  });

  it('learns demand for a policy that sizes by price, and then wastes less', () => {
    const week = trace(4 * 1_440, (minute) => 4 + 2 * Math.sin((minute * 2 * Math.PI) / 1_440));
    const priced = policySchema.parse({
      sizing: { by: 'price', squeezedPrice: 20 },
      signals: { cpu: { scaleUpAbovePercent: 95, targetPercent: 90 } },
      cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 },
    });
    const [plain, byPrice] = [run(week).outcome, run(week, { policy: priced }).outcome];
    expect(byPrice.workerMinutes).toBeLessThan(0.85 * plain.workerMinutes);
    expect(byPrice.hotMinutes).toBeLessThan(0.03 * byPrice.minutes);
  });
});
