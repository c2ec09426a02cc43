import type { Limits } from './engine/limits.ts';
import { optimumWorkerHours } from './engine/optimum.ts';
import { costOf, play } from './engine/play.ts';
import { type Outcome, Tally } from './engine/tally.ts';
import { clairvoyant } from './policies/clairvoyant.ts';

const MINUTES_OF_A_DAY = 1_440;
const DIGITS = 4;

/** One policy on one demand. Scores are worker-hours plus the price of squeezed ones, over the same sum of `clairvoyant`. */
export type PolicyFigures = {
  readonly name: string;
  readonly workerHours: number;
  readonly ratioToOptimum: number;
  readonly unservedPercent: number;
  readonly hotPercent: number;
  readonly squeezedWorkerHours: number;
  readonly score20: number;
  readonly score100: number;
  readonly launchesPerDay: number;
  readonly costUsd: number;
};

/** What the figures of all policies on a demand are measured by. */
export type Yardstick = {
  readonly optimumWorkerHours: number;
  readonly clairvoyant: Outcome;
  /** For an outcome that does not say what it cost. */
  readonly usdPerWorkerHour: number;
};

/** Of a demand in workers, minute by minute; NaN, where it is not known, counts for nobody. */
export function yardstickOf(demand: Float64Array, limits: Limits & { readonly usdPerWorkerHour: number }): Yardstick {
  const bridged = withoutGaps(demand);
  const tally = new Tally();
  const { launches, terminations } = play(bridged, clairvoyant(bridged), {
    ...limits,
    observe: (minute, serving, coming) => tally.add(demand[minute] ?? Number.NaN, serving, serving + coming),
  });
  return {
    optimumWorkerHours: optimumWorkerHours(demand, limits),
    clairvoyant: tally.outcome({ launches, terminations }),
    usdPerWorkerHour: limits.usdPerWorkerHour,
  };
}

/** `at20` and `at100` are what came of it where squeezed demand has these prices; most policies do not care. */
export function figuresOf(
  name: string,
  outcome: Outcome,
  { optimumWorkerHours: optimum, clairvoyant: best, usdPerWorkerHour, ...at }: Yardstick & { at20?: Outcome; at100?: Outcome },
): PolicyFigures {
  const workerHours = outcome.workerMinutes / 60;
  const scoreOf = (played: Outcome, price: number) => round(costOf(played, price) / costOf(best, price));
  return {
    name,
    workerHours: round(workerHours),
    ratioToOptimum: round(workerHours / optimum),
    unservedPercent: round((100 * outcome.unservedMinutes) / Math.max(outcome.demandMinutes, Number.EPSILON)),
    hotPercent: round((100 * outcome.hotMinutes) / outcome.minutes),
    squeezedWorkerHours: round(outcome.squeezedMinutes / 60),
    score20: scoreOf(at.at20 ?? outcome, 20),
    score100: scoreOf(at.at100 ?? outcome, 100),
    launchesPerDay: round((outcome.launches * MINUTES_OF_A_DAY) / outcome.minutes),
    costUsd: round(outcome.usd ?? workerHours * usdPerWorkerHour),
  };
}

export function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}

/** The last known value goes on through a gap: a clairvoyant has to stand somewhere in it. */
function withoutGaps(demand: Float64Array): Float64Array {
  let last = 0;
  return demand.map((value) => {
    last = Number.isNaN(value) ? last : value;
    return last;
  });
}
