import type { Limits } from './engine/limits.ts';
import type { Outcome } from './engine/tally.ts';
import { figuresOf, type PolicyFigures, round, yardstickOf } from './figures.ts';
import type { Contender } from './policies/contenders.ts';
import type { Demand } from './traces/demand.ts';

/** What a squeezed worker-hour is worth in the two scores, in worker-hours. */
const SCORE_PRICES = [20, 100] as const;
const MINUTES_OF_A_DAY = 1_440;

export type BacktestOptions = Limits & {
  readonly policies: readonly Contender[];
  /** The price that the figures of a policy are for which plays differently at each. The scores are at their own. */
  readonly price: number;
  readonly sampleAgeMinutes: number;
  readonly usdPerWorkerHour: number;
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
  const yardstick = yardstickOf(demand.workers, options);
  const prices = [...new Set([...SCORE_PRICES, options.price])];
  const policies = options.policies.map((policy) => {
    const outcomes = policy.playFor(course, prices);
    const at = (price: number): Outcome => outcomes[prices.indexOf(price)] ?? yardstick.clairvoyant;
    return figuresOf(policy.name, at(options.price), { ...yardstick, at20: at(20), at100: at(100) });
  });
  return {
    trace: demand.name,
    days: round(demand.workers.length / MINUTES_OF_A_DAY),
    optimumWorkerHours: round(yardstick.optimumWorkerHours),
    policies,
  };
}
