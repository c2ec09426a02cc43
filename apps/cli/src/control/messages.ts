import * as z from 'zod';

const forSeconds = z.number().positive();
const instanceId = z.string().min(1);

/** What a living fleet can be asked: one line of JSON. */
export const controlRequest = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('report') }),
  z.strictObject({
    ask: z.literal('drill'),
    request: z.discriminatedUnion('drill', [
      z.strictObject({ drill: z.literal('interrupt'), instanceId }),
      z.strictObject({ drill: z.literal('kill-zone'), zone: z.string().min(1), forSeconds }),
      z.strictObject({ drill: z.literal('metrics-outage'), forSeconds }),
      z.strictObject({ drill: z.literal('capacity-error'), instanceId, forSeconds }),
      z.strictObject({ drill: z.literal('crash'), instanceId }),
    ]),
  }),
]);
export type ControlRequest = z.output<typeof controlRequest>;

export const drillBegun = z.object({ begunAt: z.number(), instanceIds: z.array(z.string()) });
export const worldReport = z.object({
  now: z.number(),
  strikes: z.array(z.object({ at: z.number(), what: z.string() })),
  instances: z.array(z.object({ instanceId: z.string(), launchId: z.string(), launchedAt: z.number() })),
});

/** Its answer: one line of JSON. */
export const controlAnswer = z.union([
  z.object({ ok: z.literal(true), answer: z.unknown() }),
  z.object({ ok: z.literal(false), problem: z.string() }),
]);
export type ControlAnswer = z.output<typeof controlAnswer>;
