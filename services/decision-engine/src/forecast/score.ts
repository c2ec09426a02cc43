import type { EventData } from '@smartscale/events';
import { isCovered, pinballLoss } from '@smartscale/forecasting';
import { type DemandHistory, type DemandProfile, demandAt } from '@smartscale/projections/demand';
import type { ForecastsState, PendingForecast } from './evolve.ts';

type Scored = EventData<'ForecastScored'>;
type Amounts = { readonly cores: number; readonly bytes: number };
type WorkerSize = NonNullable<DemandProfile['workerSize']>;
type ForecastBy = PendingForecast['forecasts'][number];

const SECONDS_PER_HOUR = 3_600;
const DIGITS = 4;

export type Truth = {
  readonly history: DemandHistory;
  readonly workerSize: WorkerSize;
  /** Epoch milliseconds: steps that end by then are over. */
  readonly now: number;
  readonly checkpoint: number;
  readonly quantile: number;
};

/** Scores of every step that was foreseen, is over, was measured and has no score yet; the oldest first. */
export function scoreDue({ pending, scoredAt }: ForecastsState, truth: Truth): readonly Scored[] {
  const steps = new Set(pending.flatMap((forecast) => forecast.steps.filter((at) => isDue(at, forecast, truth.now))));
  return [...steps]
    .filter((at) => scoredAt === null || at > scoredAt)
    .toSorted()
    .flatMap((at) => {
      const came = demandAt(truth.history, Date.parse(at));
      return came === null ? [] : [scoreOf(at, came, { pending, truth })];
    });
}

function isDue(at: string, { stepSeconds }: PendingForecast, now: number): boolean {
  return Date.parse(at) + stepSeconds * 1_000 <= now;
}

type Given = { readonly pending: readonly PendingForecast[]; readonly truth: Truth };

function scoreOf(at: string, came: Amounts, { pending, truth }: Given): Scored {
  const forecasts = pending.filter(({ steps }) => steps.includes(at));
  const names = [...new Set(forecasts.flatMap((forecast) => forecast.forecasts.map(({ forecaster }) => forecaster)))];
  const scores = names.map((forecaster) => {
    const each = forecasts.map(({ forecasts: all, steps, probabilities, stepSeconds }) => {
      const own = all.find((one) => one.forecaster === forecaster);
      return own ? compare(own, { index: steps.indexOf(at), probabilities, stepSeconds, came, truth }) : null;
    });
    const row = <Key extends keyof Comparison>(key: Key) => each.map((one) => one?.[key] ?? null);
    return {
      ...{ forecaster, pinballLoss: row('pinballLoss'), isCovered: row('isCovered') },
      overProvisionedWorkerHours: row('overProvisionedWorkerHours'),
      underProvisionedWorkerHours: row('underProvisionedWorkerHours'),
    };
  });
  return {
    ...{ at, checkpoint: truth.checkpoint, workers: rounded(inWorkers(came, truth.workerSize, BOTH)) },
    ...{ cores: came.cores, bytes: came.bytes, quantile: truth.quantile },
    leadSeconds: forecasts.map(({ madeAt, stepSeconds }) => (Date.parse(at) - Date.parse(madeAt)) / 1_000 + stepSeconds),
    scores,
  };
}

type Comparison = ReturnType<typeof compare>;

type Known = { readonly cores: boolean; readonly bytes: boolean };
const BOTH: Known = { cores: true, bytes: true };

type Against = {
  readonly index: number;
  readonly probabilities: readonly number[];
  readonly stepSeconds: number;
  readonly came: Amounts;
  readonly truth: Truth;
};

/** In workers, by what the forecaster spoke of: one that abstains on memory is not judged by memory. */
function compare({ cores, bytes }: ForecastBy, against: Against) {
  const { index, probabilities, stepSeconds, came, truth } = against;
  const known = { cores: cores !== null, bytes: bytes !== null };
  const actual = inWorkers(came, truth.workerSize, known);
  const quantiles = probabilities.map((_, rank) =>
    inWorkers({ cores: cores?.[index]?.[rank] ?? 0, bytes: bytes?.[index]?.[rank] ?? 0 }, truth.workerSize, known),
  );
  const sized = quantiles[probabilities.indexOf(truth.quantile)] ?? 0;
  const hours = stepSeconds / SECONDS_PER_HOUR;
  return {
    pinballLoss: rounded(pinballLoss(quantiles, actual)),
    isCovered: isCovered(quantiles, actual),
    overProvisionedWorkerHours: rounded(Math.max(0, sized - actual) * hours),
    underProvisionedWorkerHours: rounded(Math.max(0, actual - sized) * hours),
  };
}

function inWorkers({ cores, bytes }: Amounts, size: WorkerSize, known: Known): number {
  return Math.max(known.cores ? cores / size.cores : 0, known.bytes ? bytes / size.bytes : 0);
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}
