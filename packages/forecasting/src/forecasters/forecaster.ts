import { type History, type LocalHistory, onLocalClock, reasonToAbstain } from '../history/history.ts';

/** The quantiles that every forecast states. */
export const PROBABILITIES = [0.1, 0.5, 0.9, 0.95, 0.99] as const;

/** Demand foreseen for a moment: `minutes` after the newest step, one value for each of PROBABILITIES, rising. */
export type HorizonForecast = { readonly minutes: number; readonly quantiles: readonly number[] };

export type Forecast =
  | { readonly status: 'made'; readonly horizons: readonly HorizonForecast[] }
  | { readonly status: 'abstained'; readonly reason: string };

/** History in, quantiles for each horizon out. Horizons are minutes ahead, up to a day, multiples of the history's step. */
export type Forecaster = {
  readonly name: string;
  readonly what: string;
  readonly forecast: (history: History, horizonsMinutes: readonly number[]) => Forecast;
};

/** What a method has to say about one horizon, `steps` ahead. */
export type Method = (local: LocalHistory) => (steps: number) => readonly number[];

/** A forecaster from a method: it abstains where there is nothing to learn from, and quantiles never cross or fall below zero. */
export function forecasterOf({ name, what, method }: { name: string; what: string; method: Method }): Forecaster {
  return {
    name,
    what,
    forecast(history, horizonsMinutes) {
      const reason = reasonToAbstain(history);
      if (reason !== null) return { status: 'abstained', reason };
      const quantilesAt = method(onLocalClock(history));
      const horizons = horizonsMinutes.map((minutes) => {
        let most = 0;
        const quantiles = quantilesAt(Math.round(minutes / history.stepMinutes)).map((value) => (most = Math.max(most, value)));
        return { minutes, quantiles };
      });
      return { status: 'made', horizons };
    },
  };
}
