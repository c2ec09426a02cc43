import type { Policy } from '@smartscale/events';
import { indicesWithin, lastAtOrBefore } from '../history/columns.ts';
import type { Foreseen } from '../history/forecast-columns.ts';
import type { History } from '../history/history.ts';
import { workerSizeAt } from '../history/sample-columns.ts';
import type { Knowledge } from '../ports.ts';

type Size = { readonly cores: number; readonly bytes: number };
const WEEK_MILLISECONDS = 7 * 86_400_000;
/** A forecast is made each quarter of an hour; one older than two says nothing about now. */
const OLDEST_MILLISECONDS = 1_800_000;
const STEP_MILLISECONDS = 900_000;

export type ForecastStep = {
  readonly at: string;
  /** Demand in workers used to the last, by probability 0.1, 0.5 and 0.9. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** Workers that the high one asks for at the policy's thresholds. */
  readonly workers: number;
};

export type ForecastView = {
  readonly forecaster: string;
  readonly mode: 'active' | 'watching';
  readonly because: string;
  readonly madeAt: string;
  readonly steps: readonly ForecastStep[];
  /** The step that asks for most. */
  readonly peak: ForecastStep | null;
  /** Of the last week, the quarters of an hour whose demand lay in the band of four fifths. */
  readonly week: { readonly scores: number; readonly coveredPercent: number; readonly meanLoss: number } | null;
};

/** What was foreseen at a moment by the forecaster in charge; null without one. */
export function forecastView(
  history: History,
  moment: number,
  { policy, rules }: { readonly policy: Policy; readonly rules: Knowledge },
): ForecastView | null {
  const { forecasts, samples } = history;
  const row = forecasts.rows[lastAtOrBefore(forecasts.at, moment)];
  if (!row || moment - row.madeAt > OLDEST_MILLISECONDS) return null;
  const size = workerSizeAt(samples, lastAtOrBefore(samples.at, moment));
  const ahead = row.steps.filter(({ at }) => at + STEP_MILLISECONDS > moment);
  const steps = size === null ? [] : ahead.map((step) => stepView(step, { size, policy, rules }));
  const peak = steps.reduce<ForecastStep | null>((most, step) => (most === null || step.high > most.high ? step : most), null);
  const { forecaster, mode, because } = row.choice;
  return {
    ...{ forecaster, because: row.abstained ?? because, steps, peak },
    mode: mode === 'active' && policy.forecast.mode === 'active' ? 'active' : 'watching',
    madeAt: new Date(row.madeAt).toISOString(),
    week: weekOf(history, moment, forecaster),
  };
}

/** A foreseen demand in workers used to the last: the larger of cores and bytes, for each probability. */
export function inWorkers({ cores, bytes }: Pick<Foreseen, 'cores' | 'bytes'>, size: Size): readonly number[] {
  return cores.map((amount, rank) => Math.max(amount / size.cores, (bytes[rank] ?? 0) / size.bytes));
}

function stepView(
  step: Foreseen,
  { size, policy, rules }: { readonly size: Size; readonly policy: Policy; readonly rules: Knowledge },
): ForecastStep {
  const [low = 0, middle = 0, high = 0] = inWorkers(step, size);
  const amounts = { cores: step.cores.at(-1) ?? 0, bytes: step.bytes.at(-1) ?? 0 };
  const workers = Math.ceil(rules.workersAtThreshold(amounts, size, policy) - 1e-9);
  return { at: new Date(step.at).toISOString(), low, middle, high, workers };
}

function weekOf({ forecasts }: History, moment: number, forecaster: string): ForecastView['week'] {
  const { start, end } = indicesWithin(forecasts.scoredAt, moment - WEEK_MILLISECONDS, moment);
  const own = forecasts.scores.slice(start, end).flatMap((scores) => scores.filter((score) => score.forecaster === forecaster));
  if (own.length === 0) return null;
  const covered = own.filter(({ isCovered }) => isCovered).length;
  const loss = own.reduce((sum, each) => sum + each.loss, 0);
  return { scores: own.length, coveredPercent: (100 * covered) / own.length, meanLoss: loss / own.length };
}
