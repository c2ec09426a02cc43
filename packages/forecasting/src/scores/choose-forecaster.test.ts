import { describe, expect, it } from 'vitest';
import { chooseForecaster, FEWEST_SCORES, namedForecaster } from './choose-forecaster.ts';

const sum = (forecaster: string, meanLoss: number, scores = 600) => ({ forecaster, scores, pinballLoss: meanLoss * scores });

describe('the automatic choice', () => {
  it('is the lowest loss of the last week', () =>
    expect(chooseForecaster([sum('seasonal-naive', 2), sum('brief', 3), sum('seasonal-level', 1)])).toEqual({
      forecaster: 'seasonal-level',
      mode: 'active',
      because: 'over the last week its pinball loss was 50 % below that of seasonal-naive',
    }));

  it('only watches when nothing beats the seasonal naive one', () => {
    for (const loss of [1, 2]) {
      const choice = chooseForecaster([sum('seasonal-level', loss), sum('seasonal-naive', 1)]);
      expect(choice).toMatchObject({ forecaster: 'seasonal-naive', mode: 'watching' });
    }
  });

  it('only watches while there are few scores, and does not take one that has few', () => {
    const watching = { forecaster: 'seasonal-naive', mode: 'watching' };
    expect(chooseForecaster([])).toMatchObject({ ...watching, because: '0 scores in the last week, 96 are needed' });
    const few = FEWEST_SCORES - 1;
    expect(chooseForecaster([sum('seasonal-naive', 2, few), sum('seasonal-level', 1, few)])).toMatchObject(watching);
    expect(chooseForecaster([sum('seasonal-naive', 2), sum('seasonal-level', 1, few)])).toMatchObject(watching);
    expect(chooseForecaster([sum('seasonal-naive', 2), sum('brief', 1, FEWEST_SCORES)]).forecaster).toBe('brief');
  });
});

describe('a forecaster that the policy names', () => {
  it('acts whatever its scores, and they are told', () =>
    expect(namedForecaster('brief', [sum('seasonal-naive', 2), sum('brief', 3)])).toEqual({
      forecaster: 'brief',
      mode: 'active',
      because: 'the policy names it; over the last week its pinball loss was 50 % above that of seasonal-naive',
    }));

  it('acts without scores too', () => expect(namedForecaster('brief', []).because).toBe('the policy names it'));
});
