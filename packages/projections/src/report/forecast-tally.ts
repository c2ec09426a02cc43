import type { EventData } from '@smartscale/events';

export type ForecasterTally = {
  readonly scores: number;
  readonly pinballLoss: number;
  readonly covered: number;
  readonly overProvisionedWorkerHours: number;
  readonly underProvisionedWorkerHours: number;
};

export type ForecastTally = {
  /** Quarters of an hour that were scored. */
  readonly steps: number;
  readonly forecasters: Readonly<Record<string, ForecasterTally>>;
  /** The newest choice. */
  readonly choice: EventData<'ForecastMade'>['choice'] | null;
};

export const emptyForecastTally: ForecastTally = { steps: 0, forecasters: {}, choice: null };

const NOTHING: ForecasterTally = {
  ...{ scores: 0, pinballLoss: 0, covered: 0, overProvisionedWorkerHours: 0, underProvisionedWorkerHours: 0 },
};

export function withScores(tally: ForecastTally, { scores }: EventData<'ForecastScored'>): ForecastTally {
  const forecasters = { ...tally.forecasters };
  for (const { forecaster, pinballLoss, isCovered, ...hours } of scores) {
    const before = forecasters[forecaster] ?? NOTHING;
    const losses = pinballLoss.filter((loss) => loss !== null);
    forecasters[forecaster] = {
      scores: before.scores + losses.length,
      pinballLoss: before.pinballLoss + sumOf(losses),
      covered: before.covered + isCovered.filter((is) => is === true).length,
      overProvisionedWorkerHours: before.overProvisionedWorkerHours + meanOf(hours.overProvisionedWorkerHours),
      underProvisionedWorkerHours: before.underProvisionedWorkerHours + meanOf(hours.underProvisionedWorkerHours),
    };
  }
  return { ...tally, steps: tally.steps + 1, forecasters };
}

/** The same hour is foreseen from several moments: it counts once. */
function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : sumOf(known) / known.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** How well one foresaw, over all steps and all leads of the week. */
export type ForecastAccuracy = {
  readonly forecaster: string;
  /** In workers; lower is better. */
  readonly pinballLoss: number;
  /** Of what came: between the quantiles 0.1 and 0.9; 80 is right. */
  readonly coveredPercent: number;
  readonly overProvisionedWorkerHours: number;
  readonly underProvisionedWorkerHours: number;
  readonly scores: number;
};

/** The best first. */
export function accuraciesOf({ forecasters }: ForecastTally): readonly ForecastAccuracy[] {
  return Object.entries(forecasters)
    .filter(([, { scores }]) => scores > 0)
    .map(([forecaster, { scores, pinballLoss, covered, ...hours }]) => ({
      ...{ forecaster, scores, pinballLoss: pinballLoss / scores, coveredPercent: (100 * covered) / scores },
      ...hours,
    }))
    .toSorted((one, other) => one.pinballLoss - other.pinballLoss);
}
