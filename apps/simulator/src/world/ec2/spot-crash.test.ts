import { expect, it } from 'vitest';
import type { FakeInstance } from './fake-instance.ts';
import { CRASH_INSTANCES, crash, crashOfDay } from './spot-crash.ts';

const NOON = Date.parse('2026-11-24T12:00:00.000Z');
const instance = (change: Partial<FakeInstance> = {}) =>
  ({ capacityType: 'spot', endedAt: null, turns: [{ at: NOON + 9e9, kind: 'taken' }], ...change }) as FakeInstance;

it('comes once a day, at a whole minute of it', () => {
  const at = crashOfDay(1, NOON);
  expect(at % 60_000).toBe(0);
  expect(Math.floor(at / 86_400_000)).toBe(Math.floor(NOON / 86_400_000));
  expect(crashOfDay(1, NOON + 60_000)).toBe(at);
  expect(crashOfDay(1, NOON + 86_400_000)).not.toBe(at + 86_400_000);
});

it('takes eight living Spot instances, each two minutes after a notice within the minute', () => {
  const spot = Array.from({ length: CRASH_INSTANCES + 1 }, () => instance());
  const others = [instance({ capacityType: 'on-demand' }), instance({ endedAt: NOON })];
  crash([...others, ...spot], { seed: 1, now: NOON });
  const noticed = spot.filter(({ turns }) => turns[0]?.kind === 'notice');
  expect(noticed).toHaveLength(CRASH_INSTANCES);
  for (const { turns } of noticed) {
    const [notice, taken] = turns;
    expect(notice?.at).toBeGreaterThanOrEqual(NOON);
    expect(notice?.at).toBeLessThan(NOON + 60_000);
    expect(taken).toEqual({ at: (notice?.at ?? 0) + 120_000, kind: 'taken' });
  }
  expect(others.map(({ turns }) => turns.length)).toEqual([1, 1]);
});
