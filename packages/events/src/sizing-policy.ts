import * as z from 'zod';

/** By what the fleet is sized. The thresholds of `signals` go on beside the price, as nets. */
export const sizingPolicy = () =>
  z
    .strictObject({
      by: z
        .enum(['thresholds', 'price'])
        .default('thresholds')
        .describe('thresholds: by `signals` alone; price: as many workers as each is worth its cost, by the demand expected'),
      squeezedPrice: z
        .number()
        .min(1)
        .max(1_000)
        .default(20)
        .describe('worker-hours that one worker-hour of demand above 90 % of capacity is worth'),
      keepCool: z
        .boolean()
        .default(false)
        .describe('keep samples above 90 % of capacity about as rare as a plain target of 70 % would, whatever the price says'),
    })
    .describe('How large the fleet should be');
