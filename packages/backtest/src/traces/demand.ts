import { percentileOf } from './percentile.ts';
import { type Trace, TraceError } from './trace.ts';

const MINUTE = 60_000;
const MINUTES_OF_A_DAY = 1_440;
const MINUTES_OF_A_WEEK = 7 * MINUTES_OF_A_DAY;

/** The percentile that stands for the usual peak, and how far above the fleet's largest size demand may go. */
export const PEAK_PERCENTILE = 99.5;
export const MOST_TIMES_MAX = 3;
export const DEFAULT_PEAK_WORKERS = 6;

/** Demand in workers, minute by minute. One worker serves 1. */
export type Demand = {
  readonly name: string;
  /** Epoch milliseconds of minute 0: the trace's own first time, on a whole minute. */
  readonly startAt: number;
  readonly workers: Float64Array;
  /** How far to go back, in minutes, once the last one is used up. */
  readonly repeatMinutes: number;
};

/**
 * A trace as demand: one value a minute, on the line between the rows around it, over the 99.5th percentile of these minutes
 * (linear between ranks), times `peakWorkers`, at most three times `maxWorkers`. Minutes are what the percentile is of, so that
 * rows that lie close together weigh no more than others.
 *
 * Asked for more than it has, it repeats its last whole weeks, so that Monday follows Sunday; below a week its last whole days;
 * below a day all of it.
 */
export function demandFromTrace(trace: Trace, options: { readonly peakWorkers?: number; readonly maxWorkers: number }): Demand {
  const first = Math.ceil((trace.times[0] ?? 0) / MINUTE);
  const last = Math.floor((trace.times.at(-1) ?? 0) / MINUTE);
  const workers = new Float64Array(Math.max(0, last - first) + 1);
  let row = 0;
  for (let minute = 0; minute < workers.length; minute += 1) {
    const time = (first + minute) * MINUTE;
    while (row + 2 < trace.times.length && (trace.times[row + 1] ?? 0) <= time) row += 1;
    workers[minute] = interpolate(trace, row, time);
  }
  const peak = percentileOf(workers, PEAK_PERCENTILE);
  if (peak === 0)
    throw new TraceError({ trace: trace.name, line: null }, 'almost every value is 0: there is no demand to follow');
  const scale = (options.peakWorkers ?? DEFAULT_PEAK_WORKERS) / peak;
  const most = MOST_TIMES_MAX * options.maxWorkers;
  for (let minute = 0; minute < workers.length; minute += 1) workers[minute] = Math.min(most, scale * (workers[minute] ?? 0));
  return { name: trace.name, startAt: first * MINUTE, workers, repeatMinutes: repeatOf(workers.length) };
}

/** Demand of a minute counted from `startAt`, however far ahead. */
export function demandAt(demand: Demand, minute: number): number {
  const beyond = minute - (demand.workers.length - 1);
  const back = beyond > 0 ? Math.ceil(beyond / demand.repeatMinutes) * demand.repeatMinutes : 0;
  return demand.workers[minute - back] ?? 0;
}

/** Days that a demand lasts before it repeats itself, rounded up: what `simulate` plays when no number is given. */
export function daysOf(demand: Demand): number {
  return Math.max(1, Math.ceil(demand.workers.length / MINUTES_OF_A_DAY));
}

function repeatOf(minutes: number): number {
  if (minutes >= MINUTES_OF_A_WEEK) return minutes - (minutes % MINUTES_OF_A_WEEK);
  if (minutes >= MINUTES_OF_A_DAY) return minutes - (minutes % MINUTES_OF_A_DAY);
  return minutes;
}

function interpolate(trace: Trace, row: number, time: number): number {
  const [left = 0, right = 0] = [trace.times[row], trace.times[row + 1]];
  const [from = 0, to = 0] = [trace.values[row], trace.values[row + 1]];
  return from + ((to - from) * (time - left)) / (right - left);
}
