import { EVALUATION_MINUTES } from '@smartscale/backtest';
import type { Demand } from '@smartscale/backtest/traces';
import { defaultPolicy } from '@smartscale/events';
import { demandOfTrace, TRACE_WORKER_CORES } from './demand-of-trace.ts';
import { forecastsOf } from './forecasts.ts';

const MINUTE = 60_000;
/** As far back as forecasters look. */
const HISTORY_MINUTES = 30 * 1_440;
const [LOW, MIDDLE, HIGH] = [0.1, 0.5, 0.9];

/** What was foreseen of each minute three quarters of an hour before it, in workers; NaN where nobody could say. */
export type ForecastBand = { readonly low: Float64Array; readonly middle: Float64Array; readonly high: Float64Array };

/** The band of the last `minutes` of a demand, by what was known at the time, from the month before on. */
export function forecastBandOf(demand: Demand, minutes: number): ForecastBand {
  const first = demand.workers.length - minutes;
  const skipped = Math.max(0, first - HISTORY_MINUTES);
  const known = { ...demand, startAt: demand.startAt + skipped * MINUTE, workers: demand.workers.subarray(skipped) };
  const startAt = demand.startAt + first * MINUTE;
  const band = { low: unknown(minutes), middle: unknown(minutes), high: unknown(minutes) };
  for (const { cores, steps, stepSeconds, probabilities } of forecastsOf(
    demandOfTrace(known),
    defaultPolicy().forecast,
    EVALUATION_MINUTES,
  )) {
    const [quantiles, step] = [cores?.at(-1), steps.at(-1)];
    if (quantiles === undefined || step === undefined) continue;
    const from = (Date.parse(step) - startAt) / MINUTE;
    const workersAt = (probability: number) =>
      (quantiles[probabilities.indexOf(probability)] ?? Number.NaN) / TRACE_WORKER_CORES;
    const put = (line: Float64Array, probability: number) =>
      line.fill(workersAt(probability), clamp(from, minutes), clamp(from + stepSeconds / 60, minutes));
    put(band.low, LOW);
    put(band.middle, MIDDLE);
    put(band.high, HIGH);
  }
  return band;
}

function unknown(minutes: number): Float64Array {
  return new Float64Array(minutes).fill(Number.NaN);
}

function clamp(minute: number, minutes: number): number {
  return Math.min(minutes, Math.max(0, minute));
}
