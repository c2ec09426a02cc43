import { describe, expect, it } from 'vitest';
import { changed, given, run, streakOf } from '../testing/spec.ts';

const idle = { streaks: { idle: streakOf(5, 0) } };
const calm = { cpu: 29.9, memory: 43 };

describe('idle', () => {
  it('takes one worker after ten minutes of calm', () => {
    given(idle)
      .when({ ...calm, seconds: -1 })
      .decides({ action: 'hold', decidedBy: 'idle' }); // 599 s
    given(idle).when(calm).decides({ action: 'down', from: 3, to: 2, decidedBy: 'idle' }); // 600 s
  });

  it('is not calm at its thresholds', () => {
    given(idle)
      .when({ ...calm, cpu: 30 })
      .decides({ action: 'hold', decidedBy: 'idle' });
    given(idle)
      .when({ ...calm, memory: 50, fleet: { joined: 5 } })
      .decides({ action: 'hold', decidedBy: 'idle' });
    given(idle)
      .when({ ...calm, memory: 49.9, fleet: { joined: 5 } })
      .decides({ action: 'down' });
    given(idle)
      .when({ ...calm, unschedulable: 1 })
      .decides({ action: 'hold' });
  });

  it('starts afresh after a busy sample', () => {
    expect(given(idle).when({ ...calm, cpu: 30 }).decision.memory.streaks['idle']).toBeUndefined();
  });

  it('starts afresh after a tick without a sample: calm must have been seen', () => {
    const ticks = [0, 120, 240, 360, 480, 600].map((seconds) => ({ ...calm, seconds }));
    expect(run(ticks).at(-1)?.action).toBe('down');
    const silent = ticks.map((tick) => (tick.seconds === 240 ? { ...tick, missed: true } : tick));
    const skipped = ticks.filter(({ seconds }) => seconds !== 240);
    for (const broken of [silent, skipped]) {
      expect(run(broken).at(-1)).toMatchObject({ action: 'hold', memory: { streaks: { idle: { samples: 3 } } } });
    }
  });

  it('starts afresh after a scale-up: calm with more workers says nothing about fewer', () => {
    given({ ...idle, changes: [changed('up', -590)] })
      .when(calm)
      .decides({ action: 'hold', decidedBy: 'idle' });
    given({ ...idle, changes: [changed('up', -600)] })
      .when(calm)
      .decides({ action: 'down' });
  });

  it('abstains when any part of calm is not known', () => {
    for (const look of [{ cpu: null }, { memory: null }, { podsUnknown: true }]) {
      expect(
        given(idle)
          .when({ ...calm, ...look })
          .signal('idle'),
      ).toMatchObject({ verdict: 'abstain' });
    }
  });

  it('says what would turn it', () => {
    const flip = (look: object) =>
      given(idle)
        .when({ ...calm, ...look })
        .signal('idle')?.flip;
    expect(flip({ cpu: 45 })).toBe('would scale down if CPU < 30 %, is 45 %');
    expect(flip({ cpu: 20, memory: 52 })).toBe('would scale down if memory < 50 %, is 52 %');
    expect(flip({ unschedulable: 2 })).toBe('would scale down if no pod waited, 2 unschedulable');
    expect(flip({ seconds: -240 })).toBe('would scale down after 240 s more of calm');
    expect(flip({ cpu: 29, memory: 10 })).toBe('would hold if CPU >= 30 %, is 29 %');
    expect(flip({ cpu: 15, memory: 25 }), 'as near to the one as to the other').toBe('would hold if CPU >= 30 %, is 15 %');
    expect(flip({ cpu: 3, memory: 40 })).toBe('would hold if memory >= 50 %, is 40 %');
  });
});
