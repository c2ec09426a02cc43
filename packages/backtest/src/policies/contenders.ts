import type { Limits } from '../engine/limits.ts';
import { costOf, type PlayOptions, play, playTogether } from '../engine/play.ts';
import type { Scaler } from '../engine/scaler.ts';
import type { Outcome } from '../engine/tally.ts';
import { clairvoyant } from './clairvoyant.ts';
import { newsvendors } from './newsvendor.ts';
import { pendingOnly } from './pending-only.ts';
import { fixed, target70, windowedTarget } from './target.ts';
import { playTargets, type TunedRun } from './target-tuned.ts';
import { thresholds } from './thresholds.ts';

/** What policies are played on. */
export type Course = Limits & {
  readonly demand: Float64Array;
  /** Epoch milliseconds of minute 0. */
  readonly startAt: number;
  readonly sampleAgeMinutes: number;
};

/** A policy by its name. One that is told the price of squeezed demand plays differently for each; all others play once. */
export type Contender = {
  readonly name: string;
  readonly what: string;
  /** Plays the course once for each price, in their order. `observe` sees every run. */
  playFor(course: Course, prices: readonly number[], observe?: PlayOptions['observe']): readonly Outcome[];
};

const STATIC = /^static-(?<workers>\d{1,3})$/;

const unpriced = (name: string, what: string, scalerOf: (course: Course) => Scaler): Contender => ({
  name,
  what,
  playFor(course, prices, observe) {
    const outcome = play(course.demand, scalerOf(course), observe ? { ...course, observe } : course);
    return prices.map(() => outcome);
  },
});

const priced = (name: string, what: string, settings: { readonly keepCool?: boolean }): Contender => ({
  name,
  what,
  playFor(course, prices, observe) {
    const scalers = newsvendors({ ...course, ...settings }, prices, course.startAt);
    return playTogether(course.demand, scalers, observe ? { ...course, observe } : course);
  },
});

const NAMED: readonly Contender[] = [
  priced('newsvendor', 'as many workers as each is worth its price, given how demand is distributed ahead', {}),
  priced('newsvendor-cool', 'the same, as rarely above 90 % of capacity as target-70', { keepCool: true }),
  {
    name: 'target-tuned',
    what: 'ceil(demand / u), the largest of the last w evaluations, the best u and w in hindsight',
    playFor(course, prices, observe) {
      const runs = playTargets(course.demand, course);
      return prices.map((price) => {
        const { utilisation, evaluations, outcome } = cheapest(runs, price);
        return observe ? play(course.demand, windowedTarget(utilisation, evaluations), { ...course, observe }) : outcome;
      });
    },
  },
  unpriced('target-70', 'ceil(demand / 0.7), down after ten minutes of a lower wish', target70),
  unpriced(
    'thresholds',
    'two samples above 70 %: +1 or +2; ten minutes below 30 %: -1; cooldowns of 5 and 10 minutes',
    thresholds,
  ),
  unpriced('pending-only', 'workers for what does not fit; one that was not needed for ten minutes goes', pendingOnly),
  unpriced('clairvoyant', 'knows the next four minutes; the measure of all others', ({ demand }) => clairvoyant(demand)),
];

export const CONTENDER_NAMES: readonly string[] = [...NAMED.map(({ name }) => name), 'static-N'];

/** What a name stands for, also `static-5` and its like; null when nothing. */
export function contenderOf(name: string): Contender | null {
  const workers = STATIC.exec(name)?.groups?.['workers'];
  if (workers !== undefined) return unpriced(name, `always ${workers} workers`, () => fixed(Number(workers)));
  return NAMED.find((contender) => contender.name === name) ?? null;
}

function cheapest(runs: readonly TunedRun[], price: number): TunedRun {
  return runs.reduce((best, run) => (costOf(run.outcome, price) < costOf(best.outcome, price) ? run : best));
}
