import { describe, expect, it } from 'vitest';
import { makeForecast } from './decide.ts';
import { initialForecastsState } from './evolve.ts';
import { command, DAY_STEPS, type DemandBy, fold, live, office, profileOf, quarter } from './testing/quarters.ts';

/** 08:45 on the twelfth day. */
const QUARTER_TO_NINE = 11 * DAY_STEPS + 35;
const last = <Item>(items: readonly Item[]) => items.at(-1) as Item;

describe('a forecast', () => {
  it('foresees the four quarters of the coming hour, by every forecaster, in cores and bytes', () => {
    const [made] = makeForecast(command(QUARTER_TO_NINE, profileOf(QUARTER_TO_NINE, office)), initialForecastsState);
    expect(made).toMatchObject({
      type: 'ForecastMade',
      data: {
        ...{ madeAt: quarter(QUARTER_TO_NINE), checkpoint: QUARTER_TO_NINE, stepSeconds: 900 },
        steps: [0, 1, 2, 3].map((ahead) => quarter(QUARTER_TO_NINE + ahead)),
        probabilities: [0.1, 0.5, 0.9, 0.95, 0.99],
        choice: { forecaster: 'seasonal-naive', mode: 'watching', because: '0 scores in the last week, 96 are needed' },
      },
    });
    const forecasts = made?.type === 'ForecastMade' ? made.data.forecasts : [];
    expect(forecasts.map(({ forecaster }) => forecaster)).toEqual(['brief', 'seasonal-naive', 'naive', 'seasonal-level']);
    const level = forecasts.find(({ forecaster }) => forecaster === 'seasonal-level');
    // One worker until nine, four from then on; a worker has two cores and 4 GiB, and memory is half as full.
    expect(level?.cores?.map((quantiles) => Math.round(quantiles[1] ?? 0))).toEqual([2, 8, 8, 8]);
    expect(level?.bytes?.map((quantiles) => Math.round((quantiles[1] ?? 0) / 2 ** 30))).toEqual([2, 8, 8, 8]);
    for (const { cores } of forecasts) for (const row of cores ?? []) expect(row).toEqual(row.toSorted((a, b) => a - b));
  });

  it('of the plain rule foresees at 08:45 what is usual from nine on, and a fifth more', () => {
    const { made } = live([QUARTER_TO_NINE, QUARTER_TO_NINE], office, { forecaster: 'brief' });
    expect(last(made).choice).toEqual({ forecaster: 'brief', mode: 'active', because: 'the policy names it' });
    const { cores } = last(made).forecasts.find(({ forecaster }) => forecaster === 'brief') ?? {};
    expect(cores?.[0]?.[2]).toBeCloseTo(2 * 1.2, 1);
    expect(cores?.[1]?.[2]).toBeCloseTo(8 * 1.2, 1);
  });

  it('is made once for a quarter of an hour', () => {
    const asked = command(QUARTER_TO_NINE, profileOf(QUARTER_TO_NINE, office));
    const state = makeForecast(asked, initialForecastsState).reduce(fold, initialForecastsState);
    expect(makeForecast(asked, state)).toEqual([]);
    expect(makeForecast({ ...asked, at: quarter(QUARTER_TO_NINE - 1) }, state)).toEqual([]);
    expect(makeForecast({ ...asked, at: quarter(QUARTER_TO_NINE + 1) }, state)).not.toEqual([]);
  });

  it('keeps its event near 2 KB', () => {
    const [made] = makeForecast(command(QUARTER_TO_NINE, profileOf(QUARTER_TO_NINE, office)), initialForecastsState);
    expect(JSON.stringify(made).length).toBeLessThan(2_600);
  });
});

describe('who may act', () => {
  const fortnight = 14 * DAY_STEPS;

  it('is the best one once it has beaten yesterday for a day', () => {
    const { made, state } = live([fortnight, fortnight + DAY_STEPS], office);
    expect(made[0]?.choice.mode).toBe('watching');
    expect(last(made).choice).toMatchObject({
      mode: 'active',
      because: expect.stringMatching(/below that of seasonal-naive$/),
    });
    expect(state.pending).toHaveLength(4);
  });

  it('is nobody while the policy only watches, and it says so', () => {
    const { made } = live([fortnight, fortnight + DAY_STEPS], office, { mode: 'watch' });
    expect(last(made).choice).toMatchObject({ mode: 'watching', because: expect.stringMatching(/^the policy only watches; /) });
  });

  it.each<[string, number, DemandBy, string]>([
    ['on the first day', 0, office, '0.0 days of history, 7 are needed'],
    ['on less than a week', 6 * DAY_STEPS, office, '6.0 days of history, 7 are needed'],
    ['on zeros', 8 * DAY_STEPS, () => 0, 'demand was always zero'],
    ['on a constant', 8 * DAY_STEPS, () => 3, 'demand was always 6: there is nothing to foresee'],
    [
      'after a month without samples',
      40 * DAY_STEPS,
      (step) => (step < 8 * DAY_STEPS ? office(step) : null),
      'days is missing',
    ],
  ])('is nobody %s', (_, step, demand, because) => {
    const [event, ...more] = makeForecast(command(step, profileOf(step, demand)), initialForecastsState);
    expect(more).toEqual([]);
    const choice = event?.type === 'ForecastMade' ? event.data.choice : undefined;
    expect(choice).toMatchObject({ mode: 'watching', because: expect.stringContaining(because) });
  });
});

describe('what came', () => {
  const from = 10 * DAY_STEPS;

  it('is compared with each forecast of it, once its step is over', () => {
    const { scored } = live([from, from + 5], office);
    expect(scored.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4].map((ahead) => quarter(from + ahead)));
    expect(scored.map(({ leadSeconds }) => leadSeconds.length)).toEqual([1, 2, 3, 4, 4]);
    expect(last(scored).leadSeconds).toEqual([3_600, 2_700, 1_800, 900]);
    expect(last(scored).scores).toHaveLength(4);
    for (const { pinballLoss } of last(scored).scores)
      expect(pinballLoss.every((loss) => loss !== null && loss > 0)).toBe(true);
    expect(last(scored)).toMatchObject({ workers: expect.closeTo(1, 0), quantile: 0.9 });
  });

  it('is counted in worker-hours too much and too little, by the quantile of the policy', () => {
    const doubled: DemandBy = (step) => (step === from ? 2 : office(step));
    const { scored } = live([from, from + 1], doubled, { quantile: 0.5 });
    const brief = scored[0]?.scores.find(({ forecaster }) => forecaster === 'brief');
    // Foreseen 1.2 workers, came 2, for a quarter of an hour.
    expect(brief?.underProvisionedWorkerHours[0]).toBeCloseTo(0.2, 1);
    expect(brief?.overProvisionedWorkerHours).toEqual([0]);
    expect(brief?.isCovered).toEqual([false]);
  });

  it('is not scored where nothing was measured, and goes on after it', () => {
    const gap: DemandBy = (step) => (step === from + 1 ? null : office(step));
    const { scored } = live([from, from + 4], gap);
    expect(scored.map(({ at }) => at)).toEqual([0, 2, 3].map((ahead) => quarter(from + ahead)));
  });

  it('is scored for every step that a pause left over', () => {
    const profile = profileOf(from + 3, office);
    const state = makeForecast(command(from, profileOf(from, office)), initialForecastsState).reduce(
      fold,
      initialForecastsState,
    );
    const events = makeForecast(command(from + 3, profile), state);
    expect(events.map(({ type }) => type)).toEqual(['ForecastScored', 'ForecastScored', 'ForecastScored', 'ForecastMade']);
  });
});
