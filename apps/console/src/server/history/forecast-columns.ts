import type { EventData, RecordedEvent } from '@smartscale/events';
import { rising } from './columns.ts';

export type Foreseen = {
  readonly at: number;
  /** By probability 0.1, 0.5 and 0.9. */
  readonly cores: readonly number[];
  readonly bytes: readonly number[];
};

/** One making of forecasts: what the chosen forecaster says, cut to a band. */
export type ForecastRow = {
  readonly id: string;
  readonly position: number;
  readonly madeAt: number;
  readonly stepSeconds: number;
  readonly choice: EventData<'ForecastMade'>['choice'];
  readonly steps: readonly Foreseen[];
  /** Why the chosen one says nothing; null when it does. */
  readonly abstained: string | null;
};

/** How the chosen forecaster did, a step before each quarter of an hour. */
export type ScoreRow = { readonly at: number; readonly forecaster: string; readonly isCovered: boolean; readonly loss: number };

export type ForecastColumns = {
  readonly at: number[];
  readonly rows: ForecastRow[];
  readonly scoredAt: number[];
  readonly scores: ScoreRow[][];
};

export function noForecasts(): ForecastColumns {
  return { at: [], rows: [], scoredAt: [], scores: [] };
}

/** The band that is drawn: four of five should lie within it. */
export const BAND = [0.1, 0.5, 0.9] as const;

export function addForecast(columns: ForecastColumns, { id, position, data }: RecordedEvent<'ForecastMade'>): void {
  const { madeAt, choice, stepSeconds, steps, probabilities, forecasts } = data;
  const chosen = forecasts.find(({ forecaster }) => forecaster === choice.forecaster);
  const ranks = BAND.map((probability) => probabilities.findIndex((known) => known >= probability - 1e-9));
  const band = (row: readonly number[] | undefined) => ranks.map((rank) => row?.[rank] ?? Number.NaN);
  const foreseen = steps.map((at, index) => ({
    at: Date.parse(at),
    cores: band(chosen?.cores?.[index]),
    bytes: band(chosen?.bytes?.[index]),
  }));
  columns.at.push(rising(columns.at, Date.parse(madeAt)));
  columns.rows.push({
    ...{ id, position, madeAt: Date.parse(madeAt), stepSeconds, choice },
    ...{ steps: chosen?.cores ? foreseen : [], abstained: chosen ? chosen.abstained : 'the chosen forecaster said nothing' },
  });
}

export function addScore(columns: ForecastColumns, { recordedAt, data }: RecordedEvent<'ForecastScored'>): void {
  const nearest = data.leadSeconds.indexOf(Math.min(...data.leadSeconds));
  columns.scoredAt.push(rising(columns.scoredAt, Date.parse(recordedAt)));
  columns.scores.push(
    data.scores.flatMap(({ forecaster, isCovered: covered, pinballLoss }) => {
      const [isCovered, loss] = [covered[nearest] ?? null, pinballLoss[nearest] ?? null];
      return isCovered === null || loss === null ? [] : [{ at: Date.parse(data.at), forecaster, isCovered, loss }];
    }),
  );
}
