import { type Forecaster, forecasterOf, PROBABILITIES } from './forecaster.ts';
import { quantilesOf } from './spread.ts';

const BRIEF_DAYS = 20;
const BRIEF_MARGIN = 1.2;
const RESIDUAL_DAYS = 14;

/** The mean of the coming hour over the last twenty days, and a fifth more. One number, so all its quantiles are the same. */
export const brief: Forecaster = forecasterOf(
  { name: 'brief', what: 'average of the same hour of the last 20 days, plus 20 %' },
  {
    learn: () => null,
    say: (_, { values, slotsPerDay, firstSlot }, { steps }) => {
      const perHour = Math.max(1, Math.round(slotsPerDay / 24));
      const target = values.length - 1 + steps;
      const hour = target - ((firstSlot + target) % perHour);
      let sum = 0;
      let count = 0;
      for (let day = 1; day <= BRIEF_DAYS; day += 1) {
        const from = hour - day * slotsPerDay;
        for (let index = Math.max(0, from); index < from + perHour; index += 1) {
          const value = values[index] ?? Number.NaN;
          if (Number.isNaN(value)) continue;
          sum += value;
          count += 1;
        }
      }
      const expected = count === 0 ? lastKnown(values, values.length - 1) : sum / count;
      return PROBABILITIES.map(() => BRIEF_MARGIN * expected);
    },
  },
);

/** What was at the same time yesterday, with what such forecasts missed by lately. */
export const seasonalNaive: Forecaster = forecasterOf(
  { name: 'seasonal-naive', what: 'the same time yesterday' },
  {
    learn: ({ values, slotsPerDay }) => quantilesOf(differences(values, slotsPerDay, RESIDUAL_DAYS * slotsPerDay)),
    say: (spread, { values, slotsPerDay }, { steps }) =>
      around(lastKnown(values, values.length - 1 + steps - slotsPerDay), spread),
  },
);

/** What is now, with what such forecasts missed by lately. */
export const naive: Forecaster = forecasterOf(
  { name: 'naive', what: 'what is now' },
  {
    learn: ({ values, slotsPerDay }, steps) => quantilesOf(differences(values, steps, RESIDUAL_DAYS * slotsPerDay)),
    say: (spread, { values }) => around(lastKnown(values, values.length - 1), spread),
  },
);

function around(centre: number, spread: readonly number[]): readonly number[] {
  return spread.map((residual) => centre + residual);
}

function differences(values: Float64Array, lag: number, last: number): number[] {
  const found: number[] = [];
  for (let index = Math.max(lag, values.length - last); index < values.length; index += 1) {
    const difference = (values[index] ?? Number.NaN) - (values[index - lag] ?? Number.NaN);
    if (!Number.isNaN(difference)) found.push(difference);
  }
  return found;
}

function lastKnown(values: Float64Array, from: number): number {
  for (let index = from; index >= 0; index -= 1) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
  }
  return 0;
}
