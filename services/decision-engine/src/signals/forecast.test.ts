import { describe, expect, it } from 'vitest';
import type { Foreseen } from '../forecast/foreseen.ts';
import { given, streakOf } from '../testing/spec.ts';
import { at, GIB } from '../testing/world.ts';

const QUARTER = 900;
const PROBABILITIES = [0.1, 0.5, 0.9, 0.95, 0.99];

/** Made at the first tick: steps from 0, 900, 1800 and 2700 seconds. Before 0.9 it says half as much, beyond it twice. */
function foreseen(
  cores: readonly number[],
  { gibibytes = [], ...rest }: Partial<Foreseen> & { gibibytes?: number[] } = {},
): Foreseen {
  const rows = (amounts: readonly number[]) =>
    amounts.length === 0 ? null : amounts.map((amount) => [amount / 2, amount / 2, amount, 2 * amount, 2 * amount]);
  return {
    ...{ forecastId: 'f', madeAt: at(0), checkpoint: 9, stepSeconds: QUARTER, probabilities: PROBABILITIES },
    choice: { forecaster: 'seasonal-level', mode: 'active', because: 'it is better' },
    steps: [0, 1, 2, 3].map((step) => at(step * QUARTER)),
    ...{ cores: rows(cores), bytes: rows(gibibytes.map((gibi) => gibi * GIB)) },
    ...rest,
  };
}

const calm = { cpu: 5, memory: 5 };
const idle = { streaks: { idle: streakOf(6, 0) } };
const because = (scene: Parameters<ReturnType<typeof given>['when']>[0]) => given().when(scene).signal('forecast');

describe('forecast', () => {
  it('abstains when there is none, and is not waited for', () => {
    expect(because({})).toMatchObject({ verdict: 'abstain', because: 'no forecast was made' });
    given(idle).when(calm).decides({ action: 'down' });
  });

  it('adds what is foreseen, in cores or bytes, up to the threshold of the reactive rules, and names its forecast', () => {
    // A worker of the tests carries 1.4 cores at 70 % and 3 GiB at 75 %.
    given()
      .when({ forecast: foreseen([5.6, 0, 0, 0]) })
      .decides({
        action: 'up',
        to: 4,
        decidedBy: 'forecast',
        basis: expect.objectContaining({ forecast: { forecastId: 'f', checkpoint: 9 } }),
      });
    given()
      .when({ forecast: foreseen([5.61, 0, 0, 0]) })
      .decides({ to: 5 });
    given()
      .when({ forecast: foreseen([], { gibibytes: [15.1, 0, 0, 0] }) })
      .decides({ to: 6 });
  });

  it('looks as far as the step in which a worker would join, and not beyond', () => {
    const peakAtNine = foreseen([1, 5.6, 1, 1]);
    // The evaluation is a second after its tick; the interval is 120 s and a join is taken to last 120 s.
    expect(because({ forecast: peakAtNine, seconds: 600 })).toMatchObject({ desiredWorkers: 1, verdict: 'down' });
    expect(because({ forecast: peakAtNine, seconds: 720 })).toMatchObject({ desiredWorkers: 4, verdict: 'up' });
    expect(because({ forecast: peakAtNine, seconds: 1_800 })).toMatchObject({ desiredWorkers: 1 });
    const early = { forecast: { leadSeconds: 900 } };
    expect(because({ forecast: peakAtNine, seconds: 0, policy: early })).toMatchObject({ desiredWorkers: 4 });
    expect(because({ forecast: peakAtNine, seconds: 0 })).toMatchObject({ desiredWorkers: 1 });
  });

  it('by the plain rule is ready a quarter of an hour before: at 08:45 for nine', () => {
    const choice = { forecaster: 'brief', mode: 'active', because: 'the policy names it' } as const;
    // The tests begin at eight; a forecast made at 08:45 speaks of 08:45, 09:00, 09:15 and 09:30.
    const steps = [0, 1, 2, 3].map((step) => at(2_700 + step * QUARTER));
    const forecast = foreseen([1, 5.6, 5.6, 5.6], { choice, madeAt: at(2_700), steps });
    expect(because({ forecast, seconds: 2_700 })).toMatchObject({ desiredWorkers: 4, verdict: 'up' });
    expect(because({ forecast: { ...forecast, choice: { ...choice, forecaster: 'naive' } }, seconds: 2_700 })).toMatchObject({
      desiredWorkers: 1,
    });
  });

  it('goes by the quantile of the policy', () => {
    const by = (quantile: number) => because({ forecast: foreseen([5.6, 0, 0, 0]), policy: { forecast: { quantile } } });
    expect([0.5, 0.9, 0.95].map((quantile) => by(quantile)?.desiredWorkers)).toEqual([2, 4, 8]);
  });

  it('takes nothing away by itself, but objects to a scale-down before a peak', () => {
    given()
      .when({ forecast: foreseen([0.1]) })
      .decides({ action: 'hold' });
    given(idle)
      .when({ ...calm, forecast: foreseen([2.8, 2.8]) })
      .decides({ action: 'down' });
    given(idle)
      .when({ ...calm, forecast: foreseen([2.81, 2.81]) })
      .decides({ action: 'hold', decidedBy: 'forecast' });
  });

  it('abstains on one that is only watched, whoever says so, and on an old one', () => {
    const choice = { forecaster: 'seasonal-naive', mode: 'watching', because: 'too young' } as const;
    expect(because({ forecast: foreseen([9], { choice }) })).toMatchObject({
      ...{ verdict: 'abstain', because: 'forecasts are only watched: too young' },
    });
    expect(because({ forecast: foreseen([9]), policy: { forecast: { mode: 'watch' } } })).toMatchObject({
      ...{ verdict: 'abstain', because: 'the policy only watches forecasts' },
    });
    expect(because({ forecast: foreseen([9, 9, 9, 9]), seconds: 3_240 })).toMatchObject({ verdict: 'up' });
    expect(because({ forecast: foreseen([9, 9, 9, 9]), seconds: 3_360 })).toMatchObject({
      ...{ verdict: 'abstain', because: `the forecast of ${at(0)} is too old` },
    });
  });

  it('says what would turn it', () => {
    expect(because({ forecast: foreseen([7]) })?.flip).toBe('would hold at 3 workers foreseen, are 5');
    expect(because({ forecast: foreseen([4.2]) })?.flip).toBe('would scale up at 4 workers foreseen, are 3');
  });

  it('abstains when the size of a worker is not known, or the smallest worker has nothing to give', () => {
    expect(because({ forecast: foreseen([9]), running: null })).toMatchObject({ verdict: 'abstain' });
    for (const workerSize of [
      { cores: 0, bytes: GIB },
      { cores: 2, bytes: 0 },
    ]) {
      expect(because({ forecast: foreseen([9], { gibibytes: [9] }), workerSize })).toMatchObject({ verdict: 'abstain' });
    }
  });
});
