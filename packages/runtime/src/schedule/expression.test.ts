import { describe, expect, it } from 'vitest';
import { parseSchedule } from './expression.ts';

const firstAt = (schedule: string, from: string): string =>
  new Date(parseSchedule(schedule).firstAt(Date.parse(from))).toISOString();

describe('a schedule', () => {
  it.each([
    ['rate(2 minutes)', '2026-11-24T08:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['rate(2 minutes)', '2026-11-24T08:00:00.001Z', '2026-11-24T08:02:00.000Z'],
    ['rate(1 minute)', '2026-11-24T08:00:01.000Z', '2026-11-24T08:01:00.000Z'],
    ['rate(1 hour)', '2026-11-24T08:00:01.000Z', '2026-11-24T09:00:00.000Z'],
    ['rate(1 day)', '2026-11-24T08:00:01.000Z', '2026-11-25T00:00:00.000Z'],
    ['cron(0 8 * * ? *)', '2026-11-24T08:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['cron(0 8 * * ? *)', '2026-11-24T08:00:01.000Z', '2026-11-25T08:00:00.000Z'],
    ['cron(45/5 8-9 * * ? *)', '2026-11-24T08:56:00.000Z', '2026-11-24T09:45:00.000Z'],
    ['cron(15,30 * ? * 2-6 *)', '2026-11-27T23:31:00.000Z', '2026-11-30T00:15:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-11-24T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2030)', '2026-11-24T00:00:00.000Z', '2030-01-01T00:00:00.000Z'],
  ])('%s from %s first fires at %s', (schedule, from, expected) => {
    expect(firstAt(schedule, from)).toBe(expected);
  });

  it.each([
    ['every 2 minutes', /neither rate/],
    ['rate(0 minutes)', /never comes/],
    ['cron(* * * * *)', /neither rate/],
    ['cron(60 * * * ? *)', /outside 0 to 59/],
    ['cron(0 8 ? * MON *)', /"MON" .* not understood/],
    ['cron(0 8 L * ? *)', /"L" .* not understood/],
  ])('%s is refused', (schedule, says) => {
    expect(() => parseSchedule(schedule)).toThrow(says);
  });

  it('that never comes is refused when it is asked for', () => {
    expect(() => firstAt('cron(0 0 30 2 ? *)', '2026-11-24T00:00:00.000Z')).toThrow('never comes');
  });
});
