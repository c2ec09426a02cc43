/** ForecastMade as it was in version 1: one forecaster, its quantiles named one by one. */
type ForecastMadeV1 = {
  readonly forecaster: string;
  readonly madeAt: string;
  readonly checkpoint: number;
  readonly mode: 'active' | 'watching';
  readonly because: string;
  readonly horizons: readonly { readonly at: string; readonly quantiles: readonly QuantileV1[] }[];
};
type QuantileV1 = { readonly probability: number; readonly cores: number; readonly bytes: number };

/** Version 1 did not say how long a step is; its forecasts were of the coming hour. */
const STEP_SECONDS_V1 = 3_600;

/** Keeps the probabilities that every moment of the old forecast had. */
export function liftForecastMade(stored: unknown): unknown {
  const { forecaster, madeAt, checkpoint, mode, because, horizons } = stored as ForecastMadeV1;
  const [first] = horizons;
  const probabilities = (first?.quantiles ?? [])
    .map(({ probability }) => probability)
    .filter((probability) => horizons.every(({ quantiles }) => quantiles.some((one) => one.probability === probability)));
  const amounts = (name: 'cores' | 'bytes') =>
    horizons.map(({ quantiles }) =>
      probabilities.map((probability) => quantiles.find((one) => one.probability === probability)?.[name] ?? 0),
    );
  return {
    ...{ madeAt, checkpoint, choice: { forecaster, mode, because }, stepSeconds: STEP_SECONDS_V1 },
    ...{ steps: horizons.map(({ at }) => at), probabilities },
    forecasts: [{ forecaster, abstained: null, cores: amounts('cores'), bytes: amounts('bytes') }],
  };
}

/** ForecastScored as it was in version 1: one forecaster, one moment, losses in cores. */
type ForecastScoredV1 = {
  readonly forecastId: string;
  readonly forecaster: string;
  readonly at: string;
  readonly cores: number;
  readonly pinballLoss: number;
  readonly covered: boolean;
  readonly overProvisionedWorkerHours: number;
  readonly underProvisionedWorkerHours: number;
};

/** A loss in cores cannot be told in workers, so the old score goes; the truth stays. */
export function liftForecastScored(stored: unknown): unknown {
  const { at, cores } = stored as ForecastScoredV1;
  return { at, checkpoint: 0, workers: null, cores, bytes: null, quantile: 0.5, leadSeconds: [], scores: [] };
}
