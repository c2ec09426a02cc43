import type { Contender, Limits } from '@smartscale/backtest';
import type { Demand } from '@smartscale/backtest/traces';
import { type ForecastBand, forecastBandOf } from '@smartscale/simulator';

const WEEK_MINUTES = 7 * 1_440;
/** More lines than these cannot be told apart. */
const MOST_LINES = 4;

/** What a chart shows: the last week of a demand, what was foreseen of it, and what some policies had alive in it. */
export type Week = {
  readonly title: string;
  /** Epoch milliseconds of the first minute. */
  readonly startAt: number;
  /** In workers, minute by minute, as all that follows. */
  readonly demand: Float64Array;
  readonly band: ForecastBand;
  readonly lines: readonly { readonly name: string; readonly workers: Float64Array }[];
};

/** The first few policies, played from the trace's start. */
export function lastWeekOf(
  demand: Demand,
  options: Limits & { readonly policies: readonly Contender[]; readonly price: number; readonly sampleAgeMinutes: number },
): Week {
  const first = Math.max(0, demand.workers.length - WEEK_MINUTES);
  const course = { ...options, demand: demand.workers, startAt: demand.startAt };
  const lines = options.policies.slice(0, MOST_LINES).map((policy) => {
    const workers = new Float64Array(demand.workers.length);
    policy.playFor(course, [options.price], (minute, serving, coming) => {
      workers[minute] = serving + coming;
    });
    return { name: policy.name, workers: workers.subarray(first) };
  });
  const days = Math.max(1, Math.round((demand.workers.length - first) / 1_440));
  return {
    title: `${demand.name}: the last ${days === 1 ? 'day' : `${days} days`}`,
    startAt: demand.startAt + first * 60_000,
    demand: demand.workers.subarray(first),
    band: forecastBandOf(demand, demand.workers.length - first),
    lines,
  };
}

/** Whole workers that a chart has room for: a little more than there ever were. */
export function mostIn({ demand, lines }: Week): number {
  let most = 1;
  for (const values of [demand, ...lines.map(({ workers }) => workers)]) {
    for (const value of values) most = Math.max(most, value);
  }
  return Math.floor(most) + 1;
}
