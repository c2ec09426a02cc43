import { describe, expect, it } from 'vitest';
import type { History } from '../history/history.ts';
import { isCovered, pinballLoss } from '../scores/pinball.ts';
import { FORECASTERS } from './index.ts';

const STEP = 10;
const DAY = 1_440 / STEP;
const MONDAY = Date.UTC(2026, 1, 2);

/** A day with a peak at noon and a little repeatable noise. */
const daily = (index: number) => 3 + 2 * Math.cos(((index % DAY) / DAY - 0.5) * 2 * Math.PI) + 0.2 * Math.sin(index * 12.9898);

const historyOf = (days: number, valueAt: (index: number) => number | null = daily): History => ({
  startAt: MONDAY,
  stepMinutes: STEP,
  values: Array.from({ length: days * DAY }, (_, index) => valueAt(index)),
});

const named = (name: string) => {
  const forecaster = FORECASTERS.find((one) => one.name === name);
  if (!forecaster) throw new Error(`no forecaster ${name}`);
  return forecaster;
};

const quantilesOf = (name: string, history: History, minutes: number) => {
  const forecast = named(name).forecast(history, [minutes]);
  if (forecast.status === 'abstained') throw new Error(forecast.reason);
  return forecast.horizons[0]?.quantiles ?? [];
};

describe.each(FORECASTERS)('$name', ({ name, forecast }) => {
  it.each([
    ['less than a week', historyOf(6), '6.0 days of history, 7 are needed'],
    ['zeros', historyOf(8, () => 0), 'demand was always zero'],
    ['a constant', historyOf(8, () => 4), 'demand was always 4: there is nothing to foresee'],
    [
      'a week with gaps',
      historyOf(14, (index) => (index > 8 * DAY && index % 3 === 0 ? null : daily(index))),
      '% of the last 7 days is missing',
    ],
    [
      'no newest step',
      historyOf(8, (index) => (index === 8 * DAY - 1 ? null : daily(index))),
      'the newest step was not measured',
    ],
  ])('abstains on %s and says why', (_, history, reason) => {
    const said = forecast(history, [60]);
    expect(said.status === 'abstained' && said.reason).toContain(reason);
  });

  it('states rising quantiles for each horizon, also with some gaps', () => {
    const said = forecast(
      historyOf(20, (index) => (index % 50 === 0 ? null : daily(index))),
      [10, 60],
    );
    expect(said.status === 'made' && said.horizons.map(({ minutes }) => minutes)).toEqual([10, 60]);
    const quantiles = quantilesOf(name, historyOf(20), 60);
    expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
    expect(quantiles.every((value) => value > 0 && value < 10)).toBe(true);
  });

  it('is not led astray by one absurd spike', () => {
    const spiked = historyOf(20, (index) => (index === 18 * DAY + 5 ? 1e6 : daily(index)));
    const [calm, after] = [quantilesOf(name, historyOf(20), 60)[1] ?? 0, quantilesOf(name, spiked, 60)[1] ?? 0];
    expect(Math.abs(after - calm)).toBeLessThan(0.6);
  });
});

it('the average of the coming hour, and a fifth more, is what the plain rule foresees', () => {
  const stairs = historyOf(25, (index) => Math.floor((index % DAY) / 6) + 1);
  // The newest step is 23:50; an hour later it is between 00:00 and 01:00, where demand is 1.
  expect(quantilesOf('brief', stairs, 60)[1]).toBeCloseTo(1.2, 10);
});

it('follows the clock that people live by when it changes', () => {
  // Clocks in Berlin go forward on 29 March 2026: work at 9 begins an hour earlier in UTC from then on.
  const startAt = Date.UTC(2026, 2, 10);
  const changed = Date.UTC(2026, 2, 29, 1);
  const values = Array.from({ length: 20 * DAY - 15 * 6 }, (_, index) => {
    const at = startAt + index * STEP * 60_000;
    const localHour = ((at + (at >= changed ? 7_200_000 : 3_600_000)) / 3_600_000) % 24;
    return localHour >= 9 && localHour < 17 ? 8 : 1;
  });
  // The newest step begins at 08:50 UTC: 10:50 in Berlin, long after work began. Two hours before it, work was an hour away.
  const atSix = { startAt, stepMinutes: STEP, values: values.slice(0, -12) };
  const minutes = 20;
  expect(quantilesOf('seasonal-naive', { ...atSix, timeZone: 'Europe/Berlin' }, minutes)[1]).toBeCloseTo(8, 0);
  expect(quantilesOf('seasonal-naive', { ...atSix, timeZone: 'UTC' }, minutes)[1]).toBeCloseTo(1, 0);
});

describe('a day that is not like the others', () => {
  /** Work from 9 to 17, a little repeatable noise. */
  const office = (index: number) => (index % DAY >= 9 * 6 && index % DAY < 17 * 6 ? 8 : 2) + 0.1 * Math.sin(index * 12.9898);
  /** 08:50 of a day; ten minutes later work begins. */
  const before = (day: number) => day * DAY + 9 * 6;
  const foreseenFor = (day: number, demand: (index: number) => number | null) =>
    quantilesOf(
      'seasonal-level',
      { ...historyOf(0), values: historyOf(day + 1, demand).values.slice(0, before(day)) },
      10,
    )[1] ?? 0;

  it('as a holiday is not learnt as the habit', () => {
    const holiday = (index: number) => (Math.floor(index / DAY) === 24 ? 2 : office(index));
    expect(foreseenFor(25, office)).toBeCloseTo(8, 0);
    expect(Math.abs(foreseenFor(25, holiday) - 8)).toBeLessThan(1);
    expect(Math.abs(foreseenFor(27, holiday) - 8)).toBeLessThan(0.5);
  });

  it('as one of gaps is not learnt as zeros', () => {
    const silent = (index: number) => (Math.floor(index / DAY) === 24 ? null : office(index));
    expect(Math.abs(foreseenFor(25, silent) - 8)).toBeLessThan(1);
  });

  it('as the first of a new habit is followed within days', () => {
    const grown = (index: number) => (index >= 22 * DAY ? 1.5 : 1) * office(index);
    expect(foreseenFor(26, grown)).toBeGreaterThan(10.5);
  });
});

it('the same whole days give the same forecast whether they were seen before or not', () => {
  const fresh = () => ({ ...historyOf(20), values: [...historyOf(20).values.slice(0, 19 * DAY + 40)] });
  const first = named('seasonal-level').forecast(fresh(), [10, 60]);
  named('seasonal-level').forecast(
    historyOf(15, (index) => daily(index) + 1),
    [10, 60],
  );
  expect(named('seasonal-level').forecast(fresh(), [10, 60])).toEqual(first);
});

it('beats the plain rule and yesterday where there is a season and a level that wanders', () => {
  const wandering = (index: number) => daily(index) * (1 + 0.3 * Math.sin(index / 100));
  const losses = new Map<string, number>();
  for (let end = 15 * DAY; end < 16 * DAY; end += 7) {
    const history = { ...historyOf(17, wandering), values: historyOf(17, wandering).values.slice(0, end) };
    for (const { name } of FORECASTERS) {
      const loss = pinballLoss(quantilesOf(name, history, 30), wandering(end + 2));
      losses.set(name, (losses.get(name) ?? 0) + loss);
    }
  }
  const ours = losses.get('seasonal-level') ?? Number.NaN;
  for (const [name, loss] of losses) if (name !== 'seasonal-level') expect(ours).toBeLessThan(loss);
});

it('pinball loss is nothing at the truth, and weighs a miss by the side it is on', () => {
  expect(pinballLoss([2, 2, 2, 2, 2], 2)).toBe(0);
  expect(pinballLoss([2, 2, 2, 2, 2], 3)).toBeCloseTo((0.1 + 0.5 + 0.9 + 0.95 + 0.99) / 5, 10);
  expect(pinballLoss([2, 2, 2, 2, 2], 1)).toBeCloseTo((0.9 + 0.5 + 0.1 + 0.05 + 0.01) / 5, 10);
  expect([isCovered([1, 2, 3, 4, 5], 3), isCovered([1, 2, 3, 4, 5], 3.5)]).toEqual([true, false]);
});
