import type { DomainEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { recentSums } from './day-sums.ts';
import { initialForecastsState } from './evolve.ts';
import { DAY_STEPS, fold, live, office, quarter } from './testing/quarters.ts';

const scoredAt = (step: number, pinballLoss: number): DomainEvent<'ForecastScored'> => ({
  type: 'ForecastScored',
  data: {
    ...{ at: quarter(step), checkpoint: step, workers: 1, cores: 1, bytes: 1, quantile: 0.9, leadSeconds: [1_800, 900] },
    scores: [
      {
        ...{ forecaster: 'brief', pinballLoss: [null, pinballLoss], isCovered: [null, true] },
        ...{ overProvisionedWorkerHours: [null, 0.5], underProvisionedWorkerHours: [null, 0.25] },
      },
    ],
  },
});

describe('what is known of forecasts', () => {
  it('sums scores by day, and counts those of the last seven days', () => {
    const state = [1, 2, DAY_STEPS, 9 * DAY_STEPS]
      .map((step, index) => scoredAt(step, 1 + index))
      .reduce(fold, initialForecastsState);
    expect(recentSums(state.days, quarter(9 * DAY_STEPS + 1))).toEqual([
      {
        ...{ forecaster: 'brief', scores: 1, pinballLoss: 4, covered: 1 },
        ...{ overProvisionedWorkerHours: 0.5, underProvisionedWorkerHours: 0.25 },
      },
    ]);
    expect(recentSums(state.days, quarter(DAY_STEPS + 1))).toMatchObject([{ scores: 3, pinballLoss: 6 }]);
    expect(state.scoredAt).toBe(quarter(9 * DAY_STEPS));
  });

  it('does not grow with age', () => {
    const { made, scored } = live([8 * DAY_STEPS, 8 * DAY_STEPS + 5], office);
    const [lastMade, lastScored] = [made.at(-1), scored.at(-1)];
    if (!lastMade || !lastScored) throw new Error('nothing was made');
    let state = initialForecastsState;
    const sizes = Array.from({ length: 30 * DAY_STEPS }, (_, step) => {
      state = fold(state, { type: 'ForecastScored', data: { ...lastScored, at: quarter(step) } });
      state = fold(state, { type: 'ForecastMade', data: { ...lastMade, madeAt: quarter(step) } });
      return JSON.stringify(state).length;
    });
    const [afterTwoWeeks = 0, afterMonth = 0] = [sizes[14 * DAY_STEPS], sizes.at(-1)];
    expect(afterMonth).toBeLessThan(1.05 * afterTwoWeeks);
    expect(afterMonth).toBeLessThan(20_000);
  });
});
