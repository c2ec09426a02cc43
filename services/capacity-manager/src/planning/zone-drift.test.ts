import { describe, expect, it } from 'vitest';
import { at, fleetOf, marked, NOW, operation, policyWith, worker } from '../testing/fleets.ts';
import { placesOf } from './places.ts';
import { mayRepair } from './repairs.ts';
import { balanceDriftOf, drainDriftOf } from './zone-drift.ts';

const fleetIn = (zones: string, change: Parameters<typeof fleetOf>[1] = {}) =>
  fleetOf(
    [...zones].map((zone, index) => worker(`i-${index}`, `${zone} spot`)),
    change,
  );
const contextOf = (zones: string, policy = policyWith({})) => ({ state: fleetIn(zones), policy, now: NOW });
const emptied = (change: object = {}) =>
  policyWith({ placement: { zonesShiftedAway: [{ zone: 'b', drain: true, reason: 'packet loss', ...change }] as never } });

describe('the balance of zones', () => {
  const drift = (zones: string, policy = policyWith({})) => balanceDriftOf(placesOf(fleetIn(zones)), contextOf(zones, policy));

  it.each(['', 'a', 'ab', 'abc', 'aabc', 'aabbc', 'aabbcc'])('of %j is right', (zones) => expect(drift(zones)).toBeNull());

  it('is off when one has two more than another: from a fullest one, to where it stays smaller', () => {
    expect(drift('aa')).toMatchObject({ kind: 'zone-balance', from: ['a'], to: ['b', 'c'] });
    expect(drift('aabb')).toMatchObject({ from: ['a', 'b'], to: ['c'], reason: 'the zones are uneven: a 2, b 2, c 0' });
    expect(drift('aaabb')).toMatchObject({ from: ['a'], to: ['c'] });
  });

  it('is put right with a worker of the same capacity type, Spot first', () => {
    expect(drift('aa')?.exchanges).toEqual([
      { comes: 'spot', goes: 'spot' },
      { comes: 'on-demand', goes: 'on-demand' },
    ]);
  });

  it('is that of the open zones', () => {
    expect(drift('aabb', policyWith({ placement: { zonesShiftedAway: ['c'] } }))).toBeNull();
    expect(drift('aaabb', policyWith({ placement: { zonesShiftedAway: ['a'] } }))).toMatchObject({ from: ['b'], to: ['c'] });
  });
});

describe('a zone that is to be emptied', () => {
  const drift = (zones: string, policy = emptied()) => drainDriftOf(placesOf(fleetIn(zones)), contextOf(zones, policy));

  it('is one that a command says so of, as long as it has workers and the command holds', () => {
    expect(drift('abc')).toMatchObject({
      kind: 'zone-drain',
      from: ['b'],
      to: null,
      reason: 'b is to be emptied: packet loss',
    });
    expect(drift('abc', emptied({ reason: '' }))?.reason).toBe('b is to be emptied');
    expect(drift('acc')).toBeNull();
    expect(drift('abc', emptied({ drain: false }))).toBeNull();
    expect(drift('abc', emptied({ until: at(0) }))).toBeNull();
  });
});

describe('zones are put right', () => {
  const may = (kind: 'drain' | 'balance', change: Parameters<typeof fleetOf>[1] = {}, max = 10) => {
    const policy = { ...emptied(), workers: { min: 2, max } };
    const context = { state: fleetIn('aabb', change), policy, now: NOW };
    const places = placesOf(context.state);
    const drift =
      kind === 'drain' ? drainDriftOf(places, context) : balanceDriftOf(places, { ...context, policy: policyWith({}) });
    if (!drift) throw new Error('there is nothing to put right');
    return mayRepair(drift, context);
  };

  it('below the maximum only, and with nothing else under way', () => {
    for (const kind of ['drain', 'balance'] as const) {
      expect(may(kind)).toBe(true);
      expect(may(kind, {}, 4)).toBe(false);
      expect(may(kind, { operations: [operation()] })).toBe(false);
    }
  });

  it('five minutes after the last repair when a command wants it, half an hour after it else', () => {
    expect(may('drain', { lastRepairAt: at(-299) })).toBe(false);
    expect(may('drain', { lastRepairAt: at(-300) })).toBe(true);
    expect(may('balance', { lastRepairAt: at(-1_799) })).toBe(false);
    expect(may('balance', { lastRepairAt: at(-1_800) })).toBe(true);
    expect(may('balance', { unavailable: [marked('c spot')] }), 'another zone or type may do').toBe(true);
    expect(may('balance', { departed: [{ instanceId: 'i-9', at: at(-1_799), how: 'lost' }] })).toBe(false);
  });
});
