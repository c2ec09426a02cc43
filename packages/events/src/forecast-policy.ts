import * as z from 'zod';
import { timeZone } from './time-zone.ts';

/** The methods by which demand is foreseen. */
export const FORECASTERS = ['brief', 'seasonal-naive', 'naive', 'seasonal-level'] as const;

/** Quantiles by which a fleet may be sized. */
const quantile = () => z.union([z.literal(0.5), z.literal(0.9), z.literal(0.95), z.literal(0.99)]);

/** Further ahead than this nothing is foreseen: the last step of an hour's forecast, minus the quarter in which it is the newest one. */
const MOST_LEAD_SECONDS = 2_700;

/** What is foreseen, by whom, and what is done about it. */
export const forecastPolicy = () =>
  z.strictObject({
    mode: z.enum(['active', 'watch']).default('active').describe('watch: made and scored, and nothing is added by it'),
    forecaster: z
      .enum(['auto', ...FORECASTERS])
      .default('auto')
      .describe('auto: the best one of the last week; a name: only that one'),
    quantile: quantile().default(0.9).describe('of the demand foreseen; 0.9: what comes is above it one time in ten'),
    leadSeconds: z
      .number()
      .int()
      .min(0)
      .max(MOST_LEAD_SECONDS)
      .nullable()
      .default(null)
      .describe('how far ahead the fleet is made ready; null: as long as workers took to join here'),
    timeZone: timeZone().default('UTC').describe('whose clock people live by; IANA name'),
  });

export type ForecastPolicy = z.output<ReturnType<typeof forecastPolicy>>;
