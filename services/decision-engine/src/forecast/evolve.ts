import type { EventData, EventTypeOf, Fold, RecordedEvent } from '@smartscale/events';
import { type DaySums, withScores } from './day-sums.ts';

/** A forecast whose steps are not all over. */
export type PendingForecast = Pick<
  EventData<'ForecastMade'>,
  'madeAt' | 'stepSeconds' | 'steps' | 'probabilities' | 'forecasts'
>;

/** What the next forecast has to know of those before it. JSON, bounded. */
export type ForecastsState = {
  /** When the newest was made; null before the first. */
  readonly madeAt: string | null;
  /** When the newest step that was scored began. */
  readonly scoredAt: string | null;
  /** The newest last. As many as foresee a step that may still be scored. */
  readonly pending: readonly PendingForecast[];
  /** Scores of the last days, summed by day of UTC, the newest last. */
  readonly days: readonly DaySums[];
};

/** An hour in quarters: one made earlier foresees no step that is still to come. */
const MOST_PENDING = 4;

export const initialForecastsState: ForecastsState = { madeAt: null, scoredAt: null, pending: [], days: [] };

export function evolveForecasts(state: ForecastsState, event: RecordedEvent<EventTypeOf<'scaling'>>): ForecastsState {
  switch (event.type) {
    case 'ForecastMade':
      return withForecast(state, event.data);
    case 'ForecastScored':
      return { ...state, scoredAt: event.data.at, days: withScores(state.days, event.data) };
    case 'ScaleDecided':
    case 'ShadowDecided':
    case 'DemandLearned':
      return state;
  }
}

function withForecast(state: ForecastsState, data: EventData<'ForecastMade'>): ForecastsState {
  const { madeAt, stepSeconds, steps, probabilities, forecasts } = data;
  const spoken = forecasts.filter(({ abstained }) => abstained === null);
  const pending =
    spoken.length === 0
      ? state.pending
      : [...state.pending, { madeAt, stepSeconds, steps, probabilities, forecasts: spoken }].slice(-MOST_PENDING);
  return { ...state, madeAt, pending };
}

export const forecastsFold: Fold<ForecastsState, EventTypeOf<'scaling'>> = {
  name: 'forecasts',
  version: 1,
  snapshotEvery: 32,
  evolve: evolveForecasts,
  initialState: () => initialForecastsState,
};
