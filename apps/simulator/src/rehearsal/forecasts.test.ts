import { defaultPolicy } from '@smartscale/events';
import { expect, it } from 'vitest';
import { demandOfTrace } from './demand-of-trace.ts';
import { forecastsOf, newestOf } from './forecasts.ts';

const START = Date.parse('2026-11-02T00:00:00.000Z');
const DAYS = 9;

const workers = Float64Array.from({ length: DAYS * 1_440 }, (_, minute) => ((minute / 60) % 24 < 12 ? 2 : 6));
const demand = demandOfTrace({ name: 'days', startAt: START, workers, repeatMinutes: workers.length });
const made = forecastsOf(demand, defaultPolicy().forecast, 2);

it('are made at each quarter of an hour, from a week on by what the days before were like', () => {
  expect(made).toHaveLength(DAYS * 96);
  expect(made[3 * 96]).toMatchObject({ cores: null, choice: { mode: 'watching' } });
  const beforeNoon = made.findLast(({ madeAt }) => madeAt.endsWith('T11:45:00.000Z'));
  // Two cores a worker; the quarter before noon, then those after it.
  expect(beforeNoon?.cores?.map((quantiles) => Math.round(quantiles[2] ?? 0))).toEqual([4, 12, 12, 12]);
});

it('know nothing of what is still to come', () => {
  const other = { ...demand, workers: workers.map((value, minute) => (minute < 8 * 1_440 ? value : 9)) };
  const again = forecastsOf(demandOfTrace({ ...other, repeatMinutes: 0 }), defaultPolicy().forecast, 2);
  const until = 8 * 96;
  expect(again.slice(0, until)).toEqual(made.slice(0, until));
  expect(again[until + 5]).not.toEqual(made[until + 5]);
});

it('are known after the moment at which they are made', () => {
  const newest = newestOf(made);
  expect(newest(START)).toBeNull();
  expect(newest(START + 120_000)?.madeAt).toBe('2026-11-02T00:00:00.000Z');
  expect(newest(START + 15 * 60_000)?.madeAt).toBe('2026-11-02T00:00:00.000Z');
  expect(newest(START + 17 * 60_000)?.madeAt).toBe('2026-11-02T00:15:00.000Z');
});
