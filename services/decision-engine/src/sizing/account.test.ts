import { describe, expect, it } from 'vitest';
import { around, knownOf, showing } from '../testing/demand.ts';
import { given, live, type Scene } from '../testing/spec.ts';
import { adopted, INTERVAL_SECONDS } from '../testing/world.ts';

const NETS = { scaleUpAbovePercent: 95, targetPercent: 95 };
const policy = {
  sizing: { by: 'price', squeezedPrice: 20 },
  signals: { cpu: NETS, memory: NETS },
  cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 },
};
const known = knownOf([...around(4, 720), 4]);
const scene = (joined: number, more: Partial<Scene> = {}): Scene => ({ ...showing(4, joined), policy, demand: known, ...more });
const account = {
  launches: { own: 3, plain: 2, plainWorkers: 6, wishes: [6, 6] },
  heat: { own: 1, plain: 2, plainServing: 6 },
};
/** What of a count is there after another sample: it fades over a week. */
const kept = 1 - 1 / 5_040;

describe('the account of sizing by price', () => {
  it('counts what was launched, beside what a plain target of 70 % would have', () => {
    const { launches } = given().when(scene(3)).decision.memory.account ?? {};
    expect(launches).toEqual({ own: 2, plain: 4, plainWorkers: 6, wishes: [6] });
  });

  it('counts no launch where nothing is launched, and fades', () => {
    const { decision } = given({ account }).when(scene(5));
    expect(decision.action).toBe('hold');
    expect(decision.memory.account?.launches).toEqual({ own: 3 * kept, plain: 2 * kept, plainWorkers: 6, wishes: [6, 6, 6] });
  });

  it('counts samples above 90 % of what has joined', () => {
    const hot = given({ account }).when(scene(4)).decision.memory.account?.heat;
    expect(hot).toEqual({ own: kept + 1, plain: 2 * kept, plainServing: 6 });
    expect(given({ account }).when(scene(5)).decision.memory.account?.heat.own).toBe(kept);
  });

  it('stays as it was over a tick without a measurement', () => {
    expect(given({ account }).when(scene(5, { missed: true, demand: null })).decision.memory.account).toEqual(account);
    expect(given({ account }).when(scene(5, { cpu: null })).decision.memory.account).toEqual(account);
  });

  it('ends where sizing is by thresholds', () =>
    expect(given({ account }).when(scene(5, { policy: {} })).decision.memory.account).toBeNull());

  it('charges scale-downs once there were too many launches', () => {
    const often = { ...account, launches: { ...account.launches, own: 400 } };
    const wish = (past: typeof account) => given({ account: past }).when(scene(6)).signal('newsvendor')?.desiredWorkers;
    expect([wish(account), wish(often)]).toEqual([5, 6]);
  });

  it('counts what a shadow wants over and over as one launch', () => {
    const shadow = { ...adopted(policy), version: 2, name: 'by-price' };
    const ticks = [0, 1, 2].map((tick) => scene(3, { policy: {}, seconds: tick * INTERVAL_SECONDS, shadow, cpu: 60 }));
    const wanted = live(ticks).flatMap((event) => (event.type === 'ShadowDecided' ? [event.data] : []));
    expect(wanted.map(({ action, to }) => `${action} ${to}`)).toEqual(['up 5', 'up 5', 'up 5']);
    expect(wanted.map(({ memory }) => Math.round(memory.account?.launches.own ?? 0))).toEqual([2, 2, 2]);
  });
});
