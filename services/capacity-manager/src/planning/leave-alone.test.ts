import { fleet } from '@smartscale/projections';
import { expect, it } from 'vitest';
import { at, fleetOf, NOW, policyWith } from '../testing/fleets.ts';
import { doubled, leaveAlone } from './leave-alone.ts';

const offering = { instanceType: null, zone: 'a', capacityType: 'spot', code: 'InsufficientInstanceCapacity' } as const;

/** For how many seconds an offering is left alone that fails each time as soon as it may be asked again. */
function marksOf(count: number, launch: object = {}): readonly number[] {
  const policy = policyWith({ launch });
  const seconds: number[] = [];
  let state = fleetOf([]);
  let now = NOW;
  for (let failure = 0; failure < count; failure += 1) {
    const event = leaveAlone(offering, { state, policy, now });
    if (!event) throw new Error('it is still left alone');
    state = fleet.evolveFleet(state, { ...event, occurredAt: new Date(now).toISOString() });
    seconds.push((Date.parse(event.data.until) - now) / 1_000);
    now = Date.parse(event.data.until);
  }
  return seconds;
}

it('an offering is left alone twice as long with each further failure, up to the bound', () => {
  expect(marksOf(7)).toEqual([180, 360, 720, 1_440, 2_880, 3_600, 3_600]);
  expect(marksOf(3, { offeringMemorySeconds: 600, offeringMemoryMaxSeconds: 0 })).toEqual([600, 600, 600]);
  expect(marksOf(3, { offeringMemorySeconds: 0 })).toEqual([0, 0, 0]);
});

it('a failure of what was begun before the mark is the same failure', () => {
  const policy = policyWith({});
  const unavailable = [{ ...offering, until: at(1), at: at(-179), failures: 1 }];
  expect(leaveAlone(offering, { state: fleetOf([], { unavailable }), policy, now: NOW })).toBeNull();
  expect(leaveAlone({ ...offering, zone: 'b' }, { state: fleetOf([], { unavailable }), policy, now: NOW })).not.toBeNull();
  expect(leaveAlone(offering, { state: fleetOf([], { unavailable }), policy, now: NOW + 1_000 })?.data.until).toBe(at(361));
});

it('doubling ends at the bound however often it is asked for', () => {
  expect(doubled(180, 1_000_000_000, 3_600)).toBe(3_600);
  expect(doubled(0, 1_000_000_000, 3_600)).toBe(0);
});
