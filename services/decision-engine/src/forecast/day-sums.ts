import type { EventData } from '@smartscale/events';
import type { ScoreSum } from '@smartscale/forecasting';

/** Scores of one forecaster, summed. */
export type ForecasterSums = ScoreSum & {
  readonly covered: number;
  readonly overProvisionedWorkerHours: number;
  readonly underProvisionedWorkerHours: number;
};

/** The scores of one day of UTC. */
export type DaySums = { readonly day: string; readonly forecasters: readonly ForecasterSums[] };

/** Today and the seven days before it. */
const KEPT_DAYS = 8;
const RECENT_DAYS = 7;
const DAY_MS = 86_400_000;
const DATE_LENGTH = 10;
const DIGITS = 6;

export function withScores(days: readonly DaySums[], { at, scores }: EventData<'ForecastScored'>): readonly DaySums[] {
  const day = at.slice(0, DATE_LENGTH);
  const today = days.find((one) => one.day === day) ?? { day, forecasters: [] };
  const added = { day, forecasters: scores.reduce(withScore, today.forecasters) };
  return [...days.filter((one) => one.day !== day), added].slice(-KEPT_DAYS);
}

type Score = EventData<'ForecastScored'>['scores'][number];

function withScore(sums: readonly ForecasterSums[], score: Score): readonly ForecasterSums[] {
  const own = sums.find(({ forecaster }) => forecaster === score.forecaster) ?? nothing(score.forecaster);
  const grown: ForecasterSums = {
    forecaster: own.forecaster,
    scores: own.scores + score.pinballLoss.filter((loss) => loss !== null).length,
    pinballLoss: rounded(own.pinballLoss + sumOf(score.pinballLoss)),
    covered: own.covered + score.isCovered.filter((is) => is === true).length,
    overProvisionedWorkerHours: rounded(own.overProvisionedWorkerHours + sumOf(score.overProvisionedWorkerHours)),
    underProvisionedWorkerHours: rounded(own.underProvisionedWorkerHours + sumOf(score.underProvisionedWorkerHours)),
  };
  return [...sums.filter((one) => one !== own), grown];
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** Sums of the last seven whole days and of today, until a moment. */
export function recentSums(days: readonly DaySums[], at: string): readonly ForecasterSums[] {
  const since = new Date(Date.parse(at) - RECENT_DAYS * DAY_MS).toISOString().slice(0, DATE_LENGTH);
  const sums = new Map<string, ForecasterSums>();
  for (const { day, forecasters } of days) {
    if (day < since || day > at) continue;
    for (const one of forecasters) sums.set(one.forecaster, plus(sums.get(one.forecaster) ?? nothing(one.forecaster), one));
  }
  return [...sums.values()].toSorted((one, other) => (one.forecaster < other.forecaster ? -1 : 1));
}

function plus(one: ForecasterSums, other: ForecasterSums): ForecasterSums {
  return {
    forecaster: one.forecaster,
    scores: one.scores + other.scores,
    pinballLoss: one.pinballLoss + other.pinballLoss,
    covered: one.covered + other.covered,
    overProvisionedWorkerHours: one.overProvisionedWorkerHours + other.overProvisionedWorkerHours,
    underProvisionedWorkerHours: one.underProvisionedWorkerHours + other.underProvisionedWorkerHours,
  };
}

function nothing(forecaster: string): ForecasterSums {
  return {
    ...{ forecaster, scores: 0, pinballLoss: 0, covered: 0 },
    ...{ overProvisionedWorkerHours: 0, underProvisionedWorkerHours: 0 },
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}
