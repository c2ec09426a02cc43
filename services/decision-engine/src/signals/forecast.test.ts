import { describe, expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';
import { at, GIB } from '../testing/world.ts';

/** A worker of the tests carries 1.2 cores and 2.6 GiB at the targets of 60 and 65 %. */
const foreseen = (cores: number, gibibytes = 0) => ({
  forecastId: 'f',
  checkpoint: 9,
  at: at(600),
  cores,
  bytes: gibibytes * GIB,
});
const calm = { cpu: 5, memory: 5 };
const idle = { streaks: { idle: streakOf(6, 0) } };

describe('forecast', () => {
  it('abstains when there is none, and is not waited for', () => {
    expect(given().when({}).signal('forecast')).toMatchObject({ verdict: 'abstain', because: 'no forecast' });
    given(idle).when(calm).decides({ action: 'down' });
  });

  it('adds what is foreseen, in cores or bytes, and names its forecast', () => {
    given()
      .when({ forecast: foreseen(4.8) })
      .decides({
        action: 'up',
        to: 4,
        decidedBy: 'forecast',
        basis: expect.objectContaining({ forecast: { forecastId: 'f', checkpoint: 9 } }),
      });
    given()
      .when({ forecast: foreseen(4.81) })
      .decides({ to: 5 });
    given()
      .when({ forecast: foreseen(0, 13.1) })
      .decides({ to: 6 });
  });

  it('takes nothing away by itself, but objects to a scale-down before a peak', () => {
    given()
      .when({ forecast: foreseen(0.1) })
      .decides({ action: 'hold' });
    given(idle)
      .when({ ...calm, forecast: foreseen(2.4) })
      .decides({ action: 'down' });
    given(idle)
      .when({ ...calm, forecast: foreseen(2.41) })
      .decides({ action: 'hold', decidedBy: 'forecast' });
  });

  it('says what would turn it', () => {
    const flip = (cores: number) =>
      given()
        .when({ forecast: foreseen(cores) })
        .signal('forecast')?.flip;
    expect(flip(6)).toBe('would hold at 3 workers foreseen, are 5');
    expect(flip(3.6)).toBe('would scale up at 4 workers foreseen, are 3');
  });

  it('abstains when the size of a worker is not known', () =>
    expect(
      given()
        .when({ forecast: foreseen(9), running: null })
        .signal('forecast'),
    ).toMatchObject({ verdict: 'abstain' }));

  it('abstains when the smallest worker has nothing to give', () => {
    for (const workerSize of [
      { cores: 0, bytes: GIB },
      { cores: 2, bytes: 0 },
    ]) {
      const { signal } = given().when({ forecast: foreseen(9, 9), workerSize });
      expect(signal('forecast')).toMatchObject({ verdict: 'abstain' });
    }
  });
});
