import { defaultPolicy, type EventData } from '@smartscale/events';
import { expect, it } from 'vitest';
import { at, historyOf, rules, sampled, stamp } from '../testing/recorded.ts';
import { forecastView } from './forecast-view.ts';

const made: EventData<'ForecastMade'> = {
  ...{ madeAt: stamp(0), checkpoint: 1, stepSeconds: 900, steps: [stamp(0), stamp(15)] },
  choice: { forecaster: 'level', mode: 'active', because: 'it was better' },
  probabilities: [0.1, 0.5, 0.9, 0.99],
  forecasts: [
    { forecaster: 'naive', abstained: null, cores: [[9, 9, 9, 9]], bytes: null },
    {
      ...{
        forecaster: 'level',
        abstained: null,
        cores: [
          [1, 1.9, 2, 9],
          [1.9, 3.8, 5.7, 9],
        ],
      },
      bytes: [
        [1e9, 1e9, 1e9, 1e9],
        [1e9, 1e9, 8e9, 9e9],
      ],
    },
  ],
};
const scored = (isCovered: boolean): EventData<'ForecastScored'> => ({
  ...{ at: stamp(0), checkpoint: 1, workers: 1, cores: 1, bytes: 1, quantile: 0.9, leadSeconds: [3_600, 900] },
  scores: [
    {
      ...{ forecaster: 'level', pinballLoss: [9, 0.1], isCovered: [!isCovered, isCovered] },
      ...{ overProvisionedWorkerHours: [0, 0], underProvisionedWorkerHours: [0, 0] },
    },
  ],
});
const history = historyOf(
  [0, 'metrics', sampled(0)],
  [0, 'scaling', { type: 'ForecastMade', data: made }],
  [16, 'scaling', { type: 'ForecastScored', data: scored(true) }],
  [17, 'scaling', { type: 'ForecastScored', data: scored(false) }],
);
const viewAt = (minutes: number, policy = defaultPolicy()) => forecastView(history, at(minutes), { policy, rules });

it('tells the band of the forecaster in charge in workers, the larger of cores and memory', () => {
  const steps = viewAt(5)?.steps ?? [];
  expect(steps.map(({ low, middle, high }) => [low, middle, high].map((value) => Number(value.toFixed(2))))).toEqual([
    [0.53, 1, 1.05],
    [1, 2, 3],
  ]);
});

it('tells what the peak asks for at the thresholds', () =>
  expect(viewAt(5)?.peak).toMatchObject({ at: stamp(15), workers: 5 }));

it('says nothing of a time for which nobody foresaw anything', () => {
  expect(viewAt(-1)).toBeNull();
  expect(viewAt(31)).toBeNull();
});

it('only watches when the policy says so', () => {
  const policy = defaultPolicy();
  expect(viewAt(5, policy)?.mode).toBe('active');
  expect(viewAt(5, { ...policy, forecast: { ...policy.forecast, mode: 'watch' } })?.mode).toBe('watching');
});

it('counts how often demand lay within, by the forecasts nearest before it', () =>
  expect(viewAt(20)?.week).toEqual({ scores: 2, coveredPercent: 50, meanLoss: 0.1 }));
