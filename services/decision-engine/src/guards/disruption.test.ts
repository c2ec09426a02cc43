import { describe, expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';
import { fleetOf } from '../testing/world.ts';
import { disruption } from './disruption.ts';

const idle = { streaks: { idle: streakOf(60, 0) } };
const hot = { streaks: { cpu: streakOf(3, 0) } };
const calm = { cpu: 5, memory: 5, fleet: { joined: 4 } };

/** The tests begin on Tuesday, 24 November 2026 at 8:00 UTC, which is 13:30 in Kolkata. */
const hours = (from: string, to: string) => ({ policy: { disruption: { windows: [{ from, to }], timeZone: 'Asia/Kolkata' } } });

describe('a scale-down outside the hours of the policy', () => {
  it('is held, and the decision says why', () =>
    given(idle)
      .when({ ...calm, ...hours('22:00', '05:00') })
      .decides({
        action: 'hold',
        decidedBy: 'disruption',
        reason: expect.stringContaining(
          'but workers are disrupted by choice only daily 22:00 to 05:00; it is tue 13:30 (Asia/Kolkata): 4 workers stay',
        ),
      }));

  it('goes ahead within them', () => {
    const { guard, decides } = given(idle).when({ ...calm, ...hours('13:30', '13:31') });
    decides({ action: 'down' });
    expect(guard('disruption')?.verdict).toBe('pass');
  });

  it('is no matter of a scale-up, nor of the minimum', () => {
    given(hot)
      .when({ cpu: 95, fleet: { joined: 4 }, ...hours('22:00', '05:00') })
      .decides({ action: 'up' });
    given()
      .when({ ...calm, fleet: { joined: 1 }, ...hours('22:00', '05:00') })
      .decides({ action: 'up', to: 2 });
  });
});

describe('a budget', () => {
  it('of none holds every scale-down', () =>
    given(idle)
      .when({ ...calm, policy: { disruption: { maxWorkers: 0 } } })
      .decides({ action: 'hold', decidedBy: 'disruption' }));

  it('of one has no room beside a worker that is drained for a repair, one of two has', () => {
    const repairing = (maxWorkers: number) => {
      const fleet = fleetOf({ joined: 4, leaving: 1 });
      const workers = Object.fromEntries(
        Object.entries(fleet.workers).map(([id, worker]) => [
          id,
          worker.status === 'draining' ? { ...worker, cause: 'repair' as const } : worker,
        ]),
      );
      const situation = {
        fleet: { ...fleet, workers },
        policy: { disruption: { maxWorkers, windows: [], timeZone: 'UTC' } },
        now: 0,
      };
      expect(disruption.concerns?.(situation as never)).toBe(true);
      return disruption.objects(situation as never, {} as never);
    };
    expect(repairing(1)).toBe('1 worker is being drained by choice, 1 at once may be');
    expect(repairing(2)).toBeNull();
  });

  it('has no word in a decision that it cannot object to', () => {
    expect(given(idle).when(calm).guard('disruption')).toBeUndefined();
    const interrupted = given(idle).when({ ...calm, fleet: { joined: 4, leaving: 1 } });
    expect(interrupted.guard('disruption'), 'an interruption is not by choice').toBeUndefined();
  });
});
