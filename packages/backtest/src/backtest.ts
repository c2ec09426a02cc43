import type { Limits } from './engine/limits.ts';
import { optimumWorkerHours } from './engine/optimum.ts';
import { costOf, type Outcome, play } from './engine/play.ts';
import { clairvoyant } from './policies/clairvoyant.ts';
import type { Contender } from './policies/contenders.ts';
import type { Demand } from './traces/demand.ts';

/** What a squeezed worker-hour is worth in the two scores, in worker-hours. */
export const SCORE_PRICES = [20, 100] as const;
const MINUTES_OF_A_DAY = 1_440;
const DIGITS = 4;

export type BacktestOptions = Limits & {
  readonly policies: readonly Contender[];
  /** The price that the figures of a policy are for which plays differently at each. The scores are at their own. */
  readonly price: number;
  readonly sampleAgeMinutes: number;
  readonly usdPerWorkerHour: number;
};

/** One policy on one trace. Scores are worker-hours plus the price of squeezed ones, over the same sum of `clairvoyant`. */
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

export type Backtest = {
  readonly trace: string;
  readonly days: number;
  readonly optimumWorkerHours: number;
  readonly policies: readonly PolicyFigures[];
};

/** Plays every policy on a demand. Pure: the same demand and options give the same figures. */
export function backtest(demand: Demand, options: BacktestOptions): Backtest {
  const course = { ...options, demand: demand.workers, startAt: demand.startAt };
  const optimum = optimumWorkerHours(demand.workers, options);
  const best = play(demand.workers, clairvoyant(demand.workers), course);
  const prices = [...new Set([...SCORE_PRICES, options.price])];
  const policies = options.policies.map((policy) => {
    const outcomes = policy.playFor(course, prices);
    const at = (price: number): Outcome => outcomes[prices.indexOf(price)] ?? best;
    const scoreAt = (price: number) => round(costOf(at(price), price) / costOf(best, price));
    return {
      name: policy.name,
      ...figuresOf(at(options.price), { optimum, usdPerWorkerHour: options.usdPerWorkerHour }),
      score20: scoreAt(20),
      score100: scoreAt(100),
    };
  });
  return {
    trace: demand.name,
    days: round(demand.workers.length / MINUTES_OF_A_DAY),
    optimumWorkerHours: round(optimum),
    policies,
  };
}

function figuresOf(outcome: Outcome, { optimum, usdPerWorkerHour }: { optimum: number; usdPerWorkerHour: number }) {
  const workerHours = outcome.workerMinutes / 60;
  return {
    workerHours: round(workerHours),
    ratioToOptimum: round(workerHours / optimum),
    unservedPercent: round((100 * outcome.unservedMinutes) / outcome.demandMinutes),
    hotPercent: round((100 * outcome.hotMinutes) / outcome.minutes),
    squeezedWorkerHours: round(outcome.squeezedMinutes / 60),
    launchesPerDay: round((outcome.launches * MINUTES_OF_A_DAY) / outcome.minutes),
    costUsd: round(workerHours * usdPerWorkerHour),
  };
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}
