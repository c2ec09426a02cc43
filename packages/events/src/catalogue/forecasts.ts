import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { liftForecastMade, liftForecastScored } from './forecasts-lifted.ts';
import { quantity, text } from './quantities.ts';

const forecaster = () => z.string().max(60);
const checkpoint = () => z.number().int().min(0).describe('position in the metrics stream up to which demand was known');

/** One row for each step foreseen, in it one value for each probability, rising. */
const quantiles = () => z.array(z.array(quantity)).nullable();

/** Which forecaster may act, whether it does, and why. */
export const forecastChoice = () =>
  z.strictObject({
    forecaster: forecaster(),
    mode: z.enum(['active', 'watching']).describe('watching: nothing is added by it'),
    because: text,
  });

/** The amounts that one forecaster foresees; null where it can say nothing. */
export const forecastBy = () =>
  z.strictObject({
    forecaster: forecaster(),
    abstained: text.nullable().describe('why it says nothing at all; else null'),
    cores: quantiles(),
    bytes: quantiles(),
  });

export const forecastMade = defineEvent({
  type: 'ForecastMade',
  schemaVersion: 2,
  category: 'scaling',
  description: 'Demand was foreseen for the coming hour, by every forecaster, and one of them was chosen.',
  data: () =>
    z.strictObject({
      madeAt: timestamp.describe('the quarter of an hour at which it was made'),
      checkpoint: checkpoint(),
      choice: forecastChoice(),
      stepSeconds: quantity.describe('length of each step; what is foreseen is the mean over it'),
      steps: z.array(timestamp).describe('when each begins'),
      probabilities: z.array(z.number().min(0).max(1)),
      forecasts: z.array(forecastBy()),
    }),
  upcasters: [{ fromVersion: 1, upcast: liftForecastMade }],
});

export const forecastScored = defineEvent({
  type: 'ForecastScored',
  schemaVersion: 2,
  category: 'scaling',
  description: 'A step that had been foreseen was over, and each forecast of it was compared with what came.',
  data: () =>
    z.strictObject({
      at: timestamp.describe('when the step began'),
      checkpoint: checkpoint(),
      workers: quantity.nullable().describe('the demand that came, in workers used to the last'),
      cores: quantity.nullable(),
      bytes: quantity.nullable(),
      quantile: z.number().min(0).max(1).describe('by which over and under are counted'),
      leadSeconds: z
        .array(quantity)
        .describe('from the making of each forecast of it to the end of the step; the scores are in this order'),
      scores: z.array(
        z.strictObject({
          forecaster: forecaster(),
          pinballLoss: z
            .array(quantity.nullable())
            .describe('in workers, mean over the probabilities; lower is better; null: it abstained'),
          isCovered: z.array(z.boolean().nullable()).describe('what came lay between the quantiles 0.1 and 0.9'),
          overProvisionedWorkerHours: z.array(quantity.nullable()),
          underProvisionedWorkerHours: z.array(quantity.nullable()),
        }),
      ),
    }),
  upcasters: [{ fromVersion: 1, upcast: liftForecastScored }],
});
