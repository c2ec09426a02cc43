import { describe, expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';
import { GIB } from '../testing/world.ts';

const idle = { streaks: { idle: streakOf(6, 0) } };
const calm = { cpu: 5, memory: 5, fleet: { joined: 4 } };
/** Half of the 1.8 cores and most of the half of the 3.75 GiB that pods get of a worker: two fit. */
const half = (count: number) => ({ cores: 0.9, bytes: 1.8 * GIB, count });

describe('requests', () => {
  it('let a worker go only when the pods fit the rest', () => {
    given(idle)
      .when({ ...calm, running: [half(6)] })
      .decides({ action: 'down', from: 4, to: 3 });
    given(idle)
      .when({ ...calm, running: [half(7)] })
      .decides({ action: 'hold', decidedBy: 'requests' });
  });

  it('leave to each worker what its DaemonSets need', () => {
    given(idle)
      .when({ ...calm, running: [{ cores: 1.8, bytes: 0, count: 3 }] })
      .decides({ action: 'down' });
    given(idle)
      .when({ ...calm, running: [{ cores: 1.801, bytes: 0, count: 4 }] })
      .decides({ action: 'hold', decidedBy: 'requests' });
  });

  it('never ask for more than there are: what runs has been placed', () =>
    expect(
      given()
        .when({ ...calm, running: [half(20)] })
        .signal('requests'),
    ).toMatchObject({
      value: 10,
      desiredWorkers: 4,
      verdict: 'hold',
    }));

  it('count a pod too large for the smallest worker as a worker that cannot be spared', () =>
    expect(
      given()
        .when({ ...calm, running: [{ cores: 3, bytes: GIB, count: 1 }, half(2)] })
        .signal('requests'),
    ).toMatchObject({
      value: 2,
    }));

  it('say what would turn them', () => {
    const flip = (count: number) =>
      given()
        .when({ ...calm, running: [half(count)] })
        .signal('requests')?.flip;
    expect(flip(6)).toBe('would object if pods needed 4, need 3');
    expect(flip(7)).toBe('would agree if pods fitted 3, need 4');
  });

  it('are nothing to go by when they are not known', () =>
    expect(given().when({ running: null }).signal('requests')).toMatchObject({ verdict: 'abstain' }));
});
