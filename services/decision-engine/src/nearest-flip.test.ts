import { describe, expect, it } from 'vitest';
import { nearestFlip } from './decider.ts';
import { changed, given, type Scene, streakOf } from './testing/spec.ts';

const flip = (memory: object, scene: Scene) => nearestFlip(given(memory).when(scene).decision);
const hot = { streaks: { cpu: streakOf(3, 0) } };
const idle = { streaks: { idle: streakOf(6, 0) } };

describe('the nearest flip', () => {
  it('of an up is that of the signal which decided', () =>
    expect(flip(hot, { cpu: 78, memory: 70 })).toBe('cpu would hold at 70 % or below, is 78 %'));

  it('of a down is that of the signal nearest to an objection', () =>
    expect(flip(idle, { cpu: 10, memory: 48, fleet: { joined: 6 } })).toBe('idle would hold if memory >= 50 %, is 48 %'));

  it('of a hold by a guard is what it waits for', () =>
    expect(flip({ ...hot, changes: [changed('up', -99)] }, { cpu: 78 })).toBe(
      'cooldown-up would not hold without: 200 of 300 s cooldown left',
    ));

  it('of a hold is that of the only signal which objects', () =>
    expect(flip({}, { cpu: 10, memory: 52, fleet: { joined: 6 } })).toBe('idle would scale down if memory < 50 %, is 52 %'));

  it('of a hold with several objections is the one nearest to its threshold', () =>
    expect(flip({}, { cpu: 69, memory: 60 })).toBe('cpu would scale up above 70 %, is 69 %'));

  it('of a hold by the pods alone is theirs, though it is in workers', () =>
    expect(flip(idle, { cpu: 5, memory: 5, fleet: { joined: 4 }, running: [{ cores: 1.5, bytes: 0, count: 4 }] })).toBe(
      'requests would agree if pods fitted 3, need 4',
    ));

  it('of a hold takes no account of signals that agree or abstain', () =>
    expect(flip({}, { cpu: 49, memory: null, fleet: { joined: 6 }, running: [{ cores: 1.5, bytes: 0, count: 6 }] })).toBe(
      'requests would agree if pods fitted 5, need 6',
    ));

  it('of a hold with several objections is the nearest of them, whichever comes first', () =>
    expect(flip({}, { cpu: 50, memory: 74 })).toBe('memory would scale up above 75 %, is 74 %'));

  it('of a hold is that of the load rather than a count of workers, though the count is nearer', () => {
    const scene = { cpu: 45, memory: 20, running: [{ cores: 1.5, bytes: 0, count: 6 }] };
    expect(flip({}, { ...scene, fleet: { joined: 6 } })).toBe('idle would scale down if CPU < 30 %, is 45 %');
  });

  it('of a hold leaves out an objection that nothing measured could turn', () => {
    const whale = { unschedulable: 1, waitingSeconds: 999, waitingPods: [{ cores: 9, bytes: 0, count: 1 }] };
    expect(flip({}, { cpu: 5, memory: 5, ...whale })).toBe('idle would scale down if no pod waited, 1 unschedulable');
    expect(flip({}, { cpu: null, memory: 5, ...whale })).toBeNull();
  });

  it('takes a value of zero at a threshold of zero for far away', () => {
    const rule = { name: 'rate', query: 'rate', unit: 'jobs', threshold: 9, sizing: 'per-worker' };
    const policy = { workers: { min: 0, max: 9 }, signals: { application: [rule] } };
    expect(flip({}, { cpu: 50, memory: 60, fleet: { joined: 0 }, application: [{ name: 'rate', value: 0 }], policy })).toBe(
      'idle would scale down if CPU < 30 %, is 50 %',
    );
  });

  it('of an up that restores the minimum is that of the minimum, whatever guard the larger wish met', () =>
    expect(flip({}, { fleet: { joined: 1 }, ageSeconds: 999 })).toBe('minimum would hold at 2, has 1'));

  it('of a hold by a guard is that guard also when others object', () => {
    const memory = { ...hot, changes: [changed('up', -99)] };
    expect(flip(memory, { cpu: 78, fleet: { joined: 3, coming: 2 } })).toBe(
      'workers-coming would not hold without: 2 workers on the way',
    );
  });

  it('of a hold without policy or metrics is that they are there', () => {
    expect(flip({}, { policy: null })).toBe('no-policy would not hold without: no policy was ever adopted');
    expect(flip({}, { missed: true })).toContain('metrics-missing would not hold without');
  });
});
