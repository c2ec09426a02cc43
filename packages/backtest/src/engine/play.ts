import type { Scaler } from './scaler.ts';

/** A worker serves demand of 1; it is called hot above this share of it, and squeezed is what is missing to stay below. */
export const COMFORT = 0.9;
/** An evaluation every so many minutes, and a launched worker serves so many minutes after it. */
export const EVALUATION_MINUTES = 2;
export const JOIN_MINUTES = 2;

/** Fewest and most workers. */
export type Limits = { readonly min: number; readonly max: number };

/** What a policy did with a demand, in plain sums. */
export type Outcome = {
  readonly workerMinutes: number;
  readonly unservedMinutes: number;
  readonly demandMinutes: number;
  readonly hotMinutes: number;
  readonly squeezedMinutes: number;
  readonly launches: number;
  readonly terminations: number;
  readonly minutes: number;
};

export type PlayOptions = Limits & {
  /** How many minutes old the newest sample is that an evaluation sees. */
  readonly sampleAgeMinutes?: number;
  /** Called each minute with the workers that serve and those on their way. */
  readonly observe?: (minute: number, serving: number, coming: number) => void;
};

/**
 * Plays a demand, in workers minute by minute, under a policy. Every two minutes it is asked for a number of workers; those
 * launched serve two minutes later and are paid from launch; those removed serve and cost nothing from the same minute.
 * The fleet begins at its smallest size.
 */
export function play(demand: Float64Array, scaler: Scaler, options: PlayOptions): Outcome {
  const { min, max, sampleAgeMinutes = 0, observe } = options;
  const totals = { workerMinutes: 0, unserved: 0, demand: 0, hot: 0, squeezed: 0, launches: 0, terminations: 0 };
  let serving = min;
  let coming = 0;
  let joinsAt = 0;
  for (let minute = 0; minute < demand.length; minute += 1) {
    if (minute % EVALUATION_MINUTES === 0) {
      if (coming > 0 && minute >= joinsAt) {
        serving += coming;
        coming = 0;
      }
      const seen = demand[Math.max(0, minute - sampleAgeMinutes)] ?? 0;
      const wish = clamp(Math.round(scaler({ minute, demand: seen, serving, coming })), min, max);
      const change = wish - serving - coming;
      if (change > 0) {
        coming += change;
        joinsAt = minute + JOIN_MINUTES;
        totals.launches += change;
      } else if (change < 0) {
        const cancelled = Math.min(coming, -change);
        coming -= cancelled;
        serving += change + cancelled;
        totals.terminations -= change;
      }
    }
    const wanted = demand[minute] ?? 0;
    totals.workerMinutes += serving + coming;
    totals.demand += wanted;
    if (wanted > serving) totals.unserved += wanted - serving;
    const needed = wanted / COMFORT;
    if (needed > serving) {
      totals.hot += 1;
      totals.squeezed += needed - serving;
    }
    observe?.(minute, serving, coming);
  }
  return {
    workerMinutes: totals.workerMinutes,
    unservedMinutes: totals.unserved,
    demandMinutes: totals.demand,
    hotMinutes: totals.hot,
    squeezedMinutes: totals.squeezed,
    launches: totals.launches,
    terminations: totals.terminations,
    minutes: demand.length,
  };
}

export function clamp(workers: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, workers));
}

/** Worker-hours of a fleet that always has exactly what each minute needs, with no join delay: below it nobody can go. */
export function optimumWorkerHours(demand: Float64Array, { min, max }: Limits): number {
  let minutes = 0;
  for (const wanted of demand) minutes += clamp(Math.ceil(wanted / COMFORT), min, max);
  return minutes / 60;
}

/** Worker-hours plus `price` for each squeezed one. */
export function costOf(outcome: Outcome, price: number): number {
  return (outcome.workerMinutes + price * outcome.squeezedMinutes) / 60;
}
