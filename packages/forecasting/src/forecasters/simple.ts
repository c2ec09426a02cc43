import { type Forecaster, forecasterOf, PROBABILITIES } from './forecaster.ts';
import { spreadAround } from './spread.ts';

const BRIEF_DAYS = 20;
const BRIEF_MARGIN = 1.2;
const RESIDUAL_DAYS = 14;

/** The mean of the coming hour over the last twenty days, and a fifth more. One number, so all its quantiles are the same. */
export const brief: Forecaster = forecasterOf({
  name: 'brief',
  what: 'average of the same hour of the last 20 days, plus 20 %',
  method: (local) => (steps) => {
    const { values, slotsPerDay, firstSlot } = local;
    const perHour = Math.max(1, Math.round(slotsPerDay / 24));
    const target = values.length - 1 + steps;
    const hour = target - ((firstSlot + target) % perHour);
    const days = Array.from({ length: BRIEF_DAYS }, (_, day) => hour - (day + 1) * slotsPerDay);
    const seen = days
      .filter((from) => from >= 0)
      .flatMap((from) => [...values.subarray(from, from + perHour)])
      .filter((value) => !Number.isNaN(value));
    const expected =
      seen.length === 0 ? lastKnown(values, values.length - 1) : seen.reduce((sum, value) => sum + value, 0) / seen.length;
    return PROBABILITIES.map(() => BRIEF_MARGIN * expected);
  },
});

/** What was at the same time yesterday, with what such forecasts missed by lately. */
export const seasonalNaive: Forecaster = forecasterOf({
  name: 'seasonal-naive',
  what: 'the same time yesterday',
  method: ({ values, slotsPerDay }) => {
    const residuals = differences(values, { lag: slotsPerDay, last: RESIDUAL_DAYS * slotsPerDay });
    return (steps) => spreadAround(lastKnown(values, values.length - 1 + steps - slotsPerDay), residuals);
  },
});

/** What is now, with what such forecasts missed by lately. */
export const naive: Forecaster = forecasterOf({
  name: 'naive',
  what: 'what is now',
  method: ({ values, slotsPerDay }) => {
    return (steps) =>
      spreadAround(
        lastKnown(values, values.length - 1),
        differences(values, { lag: steps, last: RESIDUAL_DAYS * slotsPerDay }),
      );
  },
});

function differences(values: Float64Array, { lag, last }: { readonly lag: number; readonly last: number }): number[] {
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
