import { describe, expect, it } from 'vitest';
import { at, fleetOf, NOW, policyWith } from '../testing/fleets.ts';
import { openZones, zonesByNeed } from './zones.ts';

const failing = (...zones: readonly string[]) =>
  fleetOf([], { zoneShifts: zones.map((zone) => ({ zone, reason: '', until: at(60), at: at(-60), times: 1 })) });
const away = (...zonesShiftedAway: readonly (string | { zone: string; until?: string })[]) =>
  policyWith({ placement: { zonesShiftedAway: zonesShiftedAway as string[] } });

describe('zones that may get new workers', () => {
  const open = (state = fleetOf([]), policy = policyWith({}), now = NOW) => openZones({ state, policy, now });

  it('are those of the policy', () => expect(open()).toEqual(['a', 'b', 'c']));

  it('are not those shifted away by command, until the end of that', () => {
    expect(open(undefined, away('a', { zone: 'b', until: at(1) }))).toEqual(['c']);
    expect(open(undefined, away('a', { zone: 'b', until: at(0) }))).toEqual(['b', 'c']);
  });

  it('are not those shifted away by their failures, until the end of that', () => {
    expect(open(failing('b'))).toEqual(['a', 'c']);
    expect(open(failing('b'), undefined, NOW + 60_000)).toEqual(['a', 'b', 'c']);
  });

  it('are those that fail when a command leaves no other one', () => {
    expect(open(failing('b'), away('a', 'c'))).toEqual(['b']);
    expect(open(failing('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
  });
});

it('the open zones come in the order of their need', () => {
  const places = ['a', 'a', 'b'].map((zone) => ({ zone, capacityType: 'spot' as const }));
  expect(zonesByNeed(places, { state: fleetOf([]), policy: policyWith({}), now: NOW })).toEqual(['c', 'b', 'a']);
});
