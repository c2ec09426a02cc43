import { describe, expect, it } from 'vitest';
import { hourOfWeek, weekBefore, weekNamed } from './week.ts';

const shown = (week: { name: string; from: number; to: number } | null) =>
  week && [week.name, new Date(week.from).toISOString(), new Date(week.to).toISOString()];

describe('a week', () => {
  it.each([
    ['2026-W47', 'UTC', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['2026-W47', 'Asia/Kolkata', '2026-11-15T18:30:00.000Z', '2026-11-22T18:30:00.000Z'],
    ['2026-W01', 'UTC', '2025-12-29T00:00:00.000Z', '2026-01-05T00:00:00.000Z'],
    ['2026-W53', 'UTC', '2026-12-28T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
    // Clocks went forward on Sunday, 29 March 2026: an hour less. Back on 25 October: an hour more.
    ['2026-W13', 'Europe/Berlin', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-W43', 'Europe/Berlin', '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('%s in %s is from %s to %s', (name, zone, from, to) => expect(shown(weekNamed(name, zone))).toEqual([name, from, to]));

  it.each(['2026-47', '2027-W53', '2026-W00', '2026-W54', 'last'])('is not called %s', (name) =>
    expect(weekNamed(name, 'UTC')).toBeNull(),
  );

  it('before now is the last one that is over', () => {
    expect(weekBefore(Date.parse('2026-11-23T00:00:00.000Z'), 'UTC').name).toBe('2026-W47');
    expect(weekBefore(Date.parse('2026-11-22T23:59:59.000Z'), 'UTC').name).toBe('2026-W46');
    expect(weekBefore(Date.parse('2026-11-22T19:00:00.000Z'), 'Asia/Kolkata').name).toBe('2026-W47');
  });

  it.each([
    ['2026-11-23T00:00:00.000Z', 'UTC', 0],
    ['2026-11-23T08:59:59.000Z', 'UTC', 8],
    ['2026-11-23T08:59:59.000Z', 'Asia/Kolkata', 14],
    ['2026-11-29T23:59:59.000Z', 'UTC', 167],
  ])('%s in %s is its hour %d', (at, zone, hour) => expect(hourOfWeek(Date.parse(at), zone)).toBe(hour));
});
