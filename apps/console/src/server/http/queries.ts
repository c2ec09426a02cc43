import * as z from 'zod';
import { DECISION_FILTERS } from '../views/decisions-view.ts';

const moment = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) return at;
    context.addIssue({ code: 'custom', message: `"${text}" is not a moment such as 2026-11-24T20:04:00Z` });
    return z.NEVER;
  });

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** What may be asked, by path. Epoch milliseconds come out. */
export const momentQuery = z.strictObject({ at: moment.optional() });

export const rangeQuery = z
  .strictObject({ from: moment, to: moment, points: whole(10, 4_000).default(1_500) })
  .refine(({ from, to }) => from < to, '"from" must be before "to"');

export const decisionsQuery = z.strictObject({
  at: moment.optional(),
  filter: z.enum(DECISION_FILTERS).default('changes'),
  before: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: whole(1, 200).default(50),
});

export const neighbourQuery = z.strictObject({
  at: moment.optional(),
  filter: z.enum(DECISION_FILTERS).default('changes'),
  direction: z.enum(['previous', 'next']),
});

export const idParameter = z.string().min(1).max(80);
