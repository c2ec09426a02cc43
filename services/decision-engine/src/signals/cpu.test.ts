import { describe, expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';

const above = { streaks: { cpu: streakOf(1, 0) } };

describe('cpu', () => {
  it('does nothing at the threshold, and something a hair above it', () => {
    given(above).when({ cpu: 70 }).decides({ action: 'hold' });
    given(above).when({ cpu: 69.99 }).decides({ action: 'hold' });
    given(above).when({ cpu: 70.01 }).decides({ action: 'up', decidedBy: 'cpu', from: 3, to: 4 });
  });

  it('needs two samples in a row', () => {
    given()
      .when({ cpu: 78 })
      .decides({ action: 'hold', decidedBy: 'cpu', reason: 'CPU 78 % above 70 % for 1 of 2 samples: 3 workers stay' });
    given(above).when({ cpu: 78 }).decides({ action: 'up', reason: 'CPU 78 % above 70 % for 2 samples: 3 -> 4 workers' });
  });

  it('remembers a first sample above, and forgets it at one that is not', () => {
    const memoryOf = (cpu: number) => given(above).when({ cpu }).decision.memory.streaks['cpu'];
    expect(memoryOf(70.01)).toEqual({ samples: 2, since: streakOf(1, 0).since });
    expect(memoryOf(70)).toBeUndefined();
  });

  it('sizes to the target: ceil(workers x use / target)', () => {
    const to = (cpu: number, joined: number) => given(above).when({ cpu, fleet: { joined } }).decision.to;
    expect(to(72, 5)).toBe(6); // 5 x 72 / 60 = 6 exactly
    expect(to(72.1, 5)).toBe(7);
    expect(to(95, 3)).toBe(5); // 4.75
    expect(to(100, 6)).toBe(10);
  });

  it('takes silent workers to carry the average of those that report', () => {
    const scene = { cpu: 90, fleet: { joined: 4 }, ready: 4 };
    expect(given(above).when({ ...scene, reporting: 4 }).decision.to).toBe(6);
    expect(given(above).when({ ...scene, reporting: 2 }).decision.to).toBe(6);
  });

  it('counts the load of workers that are on their way out, but not them', () => {
    // Three stay, one drains and still reports: 4 x 78 / 60 = 5.2.
    given(above)
      .when({ cpu: 78, fleet: { joined: 3, leaving: 1 }, ready: 4, reporting: 4 })
      .decides({ from: 3, to: 6 });
  });

  it('has its say on a scale-down at any level: one worker less must stay at the target', () => {
    const wish = (cpu: number) =>
      given()
        .when({ cpu, fleet: { joined: 4 } })
        .signal('cpu');
    expect(wish(45)).toMatchObject({ desiredWorkers: 3, verdict: 'down' }); // 4 x 45 / 60 = 3
    expect(wish(45.01)).toMatchObject({ desiredWorkers: 4, verdict: 'hold' });
    expect(wish(0)).toMatchObject({ desiredWorkers: 0, verdict: 'down' });
  });

  it('abstains when CPU is not known or no worker reports, and keeps its streak', () => {
    for (const look of [{ cpu: null }, { reporting: 0 }, { ready: 0, reporting: 0 }]) {
      const { decision, signal } = given(above).when({ cpu: 90, ...look });
      expect(signal('cpu')).toMatchObject({ verdict: 'abstain', value: null, desiredWorkers: null });
      expect(decision.memory.streaks['cpu']).toEqual(above.streaks.cpu);
    }
  });

  it('says what would turn it', () => {
    const flip = (memory: object, cpu: number) =>
      given(memory)
        .when({ cpu, fleet: { joined: 4 } })
        .signal('cpu')?.flip;
    expect(flip({}, 78)).toBe('would scale up after 1 more sample above 70 %');
    expect(flip(above, 78)).toBe('would hold at 70 % or below, is 78 %');
    expect(flip({}, 65)).toBe('would scale up above 70 %, is 65 %');
    expect(flip({}, 52)).toBe('would agree at 45 % or below, is 52 %');
    expect(flip({}, 22)).toBe('would object above 45 %, is 22 %');
  });
});
