import { describe, expect, it } from 'vitest';
import { changed, given, streakOf } from '../testing/spec.ts';

const idle = { streaks: { idle: streakOf(60, 0) } };
const hot = { streaks: { cpu: streakOf(3, 0) } };
const calm = { cpu: 5, memory: 5, fleet: { joined: 4 } };
const load = { cpu: 95, fleet: { joined: 4 } };

describe('an operation in flight', () => {
  const during = (decisionPosition: number | null) => ({ joined: 4, operations: [{ decisionPosition }] });

  it('holds, up and down', () => {
    given(hot)
      .when({ ...load, fleet: during(12) })
      .decides({ action: 'hold', decidedBy: 'operation-in-flight' });
    given(idle)
      .when({ ...calm, fleet: during(12) })
      .decides({
        action: 'hold',
        reason: expect.stringContaining('but the scale-up of decision 12 is in flight'),
      });
  });

  it('is one that a decision asked for: replacements run beside it', () => {
    given(hot)
      .when({ ...load, fleet: during(null) })
      .decides({ action: 'up' });
    given(idle)
      .when({ ...calm, fleet: during(null) })
      .decides({ action: 'down' });
  });
});

describe('workers on their way', () => {
  it('are enough for a wish that they meet, and not for a larger one', () => {
    // 4 x 95 / 60 = 6.3: seven workers.
    given(hot)
      .when({ ...load, fleet: { joined: 4, coming: 3 } })
      .decides({ action: 'hold', from: 7, decidedBy: 'workers-coming' });
    given(hot)
      .when({ ...load, fleet: { joined: 4, coming: 2 } })
      .decides({ action: 'up', from: 6, to: 7 });
  });

  it('are waited for before one is taken away', () =>
    given(idle)
      .when({ ...calm, fleet: { joined: 4, coming: 1 } })
      .decides({ action: 'hold', decidedBy: 'workers-coming' }));
});

describe('a cooldown', () => {
  const at299 = { seconds: 298, delaySeconds: 1 };
  const at300 = { seconds: 298, delaySeconds: 2 };
  const since = (streaks: object, action: 'up' | 'down') => ({ ...streaks, changes: [changed(action, 0)] });

  it('lasts 300 s after a scale-up', () => {
    given(since(hot, 'up'))
      .when({ ...load, ...at299 })
      .decides({
        action: 'hold',
        decidedBy: 'cooldown-up',
        reason: 'CPU 95 % above 70 % for 4 samples, but 1 of 300 s cooldown left: 4 workers stay',
      });
    given(since(hot, 'up'))
      .when({ ...load, ...at300 })
      .decides({ action: 'up' });
  });

  it('lasts 600 s after a scale-down', () => {
    given(since(idle, 'down'))
      .when({ ...calm, seconds: 0, delaySeconds: 599 - 480 })
      .decides({ decidedBy: 'cooldown-down' });
    const later = { streaks: { idle: streakOf(60, 598) }, changes: [changed('down', 0)] };
    given(later)
      .when({ ...calm, seconds: 598, delaySeconds: 1 })
      .decides({ action: 'hold', decidedBy: 'cooldown-down' });
    given(later)
      .when({ ...calm, seconds: 598, delaySeconds: 2 })
      .decides({ action: 'down' });
  });

  it('has separate clocks', () => {
    given(since(hot, 'down'))
      .when({ ...load, ...at299 })
      .decides({ action: 'up' });
    const calmSince = { streaks: { idle: streakOf(60, 700) }, changes: [changed('up', 90)] };
    given(calmSince)
      .when({ ...calm, seconds: 700 })
      .decides({ action: 'down' });
  });

  it('is not made by a change that lies ahead, from a clock since put right', () => {
    given({ ...hot, changes: [changed('up', 2)] })
      .when({ ...load, delaySeconds: 1 })
      .decides({ action: 'up', memory: expect.objectContaining({ changes: [] }) });
    given({ ...hot, changes: [changed('up', 1)] })
      .when({ ...load, delaySeconds: 1 })
      .decides({ decidedBy: 'cooldown-up' });
  });

  it('is not started by a scale-up that was refused', () => {
    const memory = { ...hot, changes: [changed('up', -600, 5), changed('up', -10, 8)] };
    given(memory)
      .when({ ...load, fleet: { joined: 4, refused: 5 } })
      .decides({ decidedBy: 'cooldown-up' });
    const { decision, decides } = given(memory).when({ ...load, fleet: { joined: 4, refused: 8 } });
    decides({ action: 'up' });
    expect(decision.memory.changes).toEqual([changed('up', -600, 5)]);
  });
});

describe('flapping', () => {
  /** Ups and downs in turn, one each ten minutes, the last one an up `secondsAgo`. */
  const swings = (count: number, secondsAgo = 700) =>
    Array.from({ length: count }, (_, index) => {
      const back = count - 1 - index;
      return changed(back % 2 === 0 ? 'up' : 'down', -secondsAgo - back * 600, index + 1);
    });

  it('allows four changes of direction in an hour, not five', () => {
    given({ ...idle, changes: swings(4) })
      .when(calm)
      .decides({ action: 'down' });
    given({ ...idle, changes: swings(5) })
      .when(calm)
      .decides({ action: 'hold', decidedBy: 'flapping' });
  });

  it('forgets what is an hour old', () => {
    given({ ...idle, changes: swings(5, 1_199) })
      .when({ ...calm, delaySeconds: 0 })
      .decides({ decidedBy: 'flapping' });
    given({ ...idle, changes: swings(5, 1_200) })
      .when({ ...calm, delaySeconds: 0 })
      .decides({ action: 'down' });
  });

  it('does not take several steps in one direction for a swing', () => {
    const changes = [-3_500, -3_000, -2_300, -1_600, -900, -700].map((seconds, index) => changed('down', seconds, index + 1));
    given({ ...idle, changes })
      .when(calm)
      .decides({ action: 'down' });
  });

  it('counts a scale-down after another as none', () => {
    const policy = { flap: { maxReversals: 1 } };
    given({ ...idle, changes: [changed('up', -1_400, 1), changed('down', -700, 2)] })
      .when({ ...calm, policy })
      .decides({ action: 'down' });
    given({ ...idle, changes: [changed('down', -1_400, 1), changed('up', -700, 2)] })
      .when({ ...calm, policy })
      .decides({ action: 'hold', decidedBy: 'flapping' });
  });

  it('never keeps a worker from coming', () => {
    const changes = [...swings(5), changed('down', -650, 6)];
    given({ ...hot, changes })
      .when(load)
      .decides({ action: 'up' });
  });
});

describe('the maximum', () => {
  const max = (size: number) => ({ policy: { workers: { min: 2, max: size } } });

  it('cuts a wish, and says so', () =>
    given(hot)
      .when({ ...load, ...max(6) })
      .decides({
        action: 'up',
        from: 4,
        to: 6,
        decidedBy: 'cpu',
        reason: 'CPU 95 % above 70 % for 4 samples: 4 -> 6 workers (7 wanted, 6 is the maximum)',
      }));

  it('holds when it is reached', () => {
    given(hot)
      .when({ ...load, ...max(4) })
      .decides({
        action: 'hold',
        to: 4,
        decidedBy: 'maximum',
        reason: 'CPU 95 % above 70 % for 4 samples, but 4 workers are the maximum: 4 workers stay',
      });
    given(hot)
      .when({ ...load, ...max(5) })
      .decides({ action: 'up', to: 5 });
  });

  it('counts workers on their way', () =>
    given(hot)
      .when({ ...load, fleet: { joined: 4, coming: 1 }, ...max(5) })
      .decides({ from: 5, to: 5, decidedBy: 'maximum' }));

  it('takes nothing away by itself when it was lowered below the fleet: that is up to the load, one by one', () => {
    given(hot)
      .when({ ...load, ...max(3) })
      .decides({ action: 'hold', to: 4, decidedBy: 'maximum' });
    given()
      .when({ fleet: { joined: 6 }, ...max(3) })
      .decides({ action: 'hold', to: 6 });
    given(idle)
      .when({ ...calm, fleet: { joined: 6 }, ...max(3) })
      .decides({ action: 'down', to: 5 });
  });
});
