import * as z from 'zod';
import { timeZone } from './time-zone.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const timeOfDay = () =>
  z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, {
    error: ({ input }) => `"${String(input)}" is no time of day: write 00:00 to 23:59`,
  });

const window = () =>
  z
    .strictObject({
      days: z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .max(7)
        .default([...WEEKDAYS])
        .describe('on which it begins'),
      from: timeOfDay(),
      to: timeOfDay().describe('exclusive; not later than `from`: on the next day'),
    })
    .check(({ value: { from, to }, issues }) => {
      if (from !== to) return;
      const message = `${from} to ${to} is no time at all: leave windows empty to allow every hour`;
      issues.push({ code: 'custom', input: to, path: ['to'], message });
    })
    .describe('Hours in which workers may be disrupted by choice');

/** How much a fleet may be disturbed by choice: by scale-downs, repairs, zone drains and planned replacements. */
export const disruptionPolicy = () =>
  z.strictObject({
    maxWorkers: z.number().int().min(0).max(1_000).default(1).describe('workers drained by choice at once; 0: none ever'),
    windows: z.array(window()).max(20).default([]).describe('empty: at any hour'),
    timeZone: timeZone().default('UTC').describe('of the windows; IANA name'),
  });

export type DisruptionPolicy = z.output<ReturnType<typeof disruptionPolicy>>;
