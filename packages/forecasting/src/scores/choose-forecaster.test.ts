import { expect, it } from 'vitest';
import { chooseForecaster, type ScoredForecast } from './choose-forecaster.ts';

const HOUR = 3_600_000;
const NOW = 30 * 24 * HOUR;
const scores = (forecaster: string, pinballLoss: number, hours = 100): ScoredForecast[] =>
  Array.from({ length: hours }, (_, back) => ({ forecaster, pinballLoss, at: NOW - back * HOUR }));

it('takes the lowest loss of the last week', () => {
  expect(
    chooseForecaster([...scores('seasonal-naive', 2), ...scores('brief', 3), ...scores('seasonal-level', 1)], NOW),
  ).toEqual({
    forecaster: 'seasonal-level',
    mode: 'active',
    because: 'its pinball loss was 50 % below that of seasonal-naive over the last week',
  });
});

it('only watches when nothing beats the seasonal naive one', () => {
  expect(chooseForecaster([...scores('seasonal-naive', 1), ...scores('seasonal-level', 2)], NOW).mode).toBe('watching');
});

it('only watches while there are few scores, and forgets those of weeks ago', () => {
  expect(chooseForecaster([], NOW).mode).toBe('watching');
  expect(chooseForecaster([...scores('seasonal-naive', 2), ...scores('seasonal-level', 1, 5)], NOW).mode).toBe('watching');
  const old = scores('seasonal-level', 1).map((score) => ({ ...score, at: score.at - 8 * 24 * HOUR }));
  expect(chooseForecaster([...scores('seasonal-naive', 2), ...old], NOW).forecaster).toBe('seasonal-naive');
});
