import { policySchema } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { withZoneRestored, withZoneShifted } from './change-zones.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const policyWith = (...zonesShiftedAway: readonly unknown[]) =>
  policySchema.parse({ placement: { zones: ['a', 'b', 'c'], zonesShiftedAway } });
const b = { zone: 'b', forSeconds: null, drain: false, reason: '' };

describe('shifting a zone away', () => {
  const shifted = (policy: ReturnType<typeof policyWith>, shift: object = {}) =>
    withZoneShifted(policy, { ...b, ...shift }, NOW).placement.zonesShiftedAway;

  it('is for good or until its end', () => {
    const without = { zone: 'b', until: null, drain: false, reason: '' };
    expect(shifted(policyWith())).toEqual([without]);
    expect(shifted(policyWith(), { forSeconds: 7_200, drain: true, reason: 'packet loss' })).toEqual([
      { zone: 'b', until: '2026-11-24T14:00:00.000Z', drain: true, reason: 'packet loss' },
    ]);
  });

  it('replaces what was said of it before and leaves the other zones as they are', () => {
    expect(shifted(policyWith('b', 'a'), { drain: true })).toEqual(['a', { zone: 'b', until: null, drain: true, reason: '' }]);
  });

  it('leaves out what has ended, which makes room for another zone', () => {
    const policy = policyWith('a', { zone: 'c', until: '2026-11-24T12:00:00.000Z' });
    expect(shifted(policy)).toMatchObject(['a', { zone: 'b' }]);
  });

  it('of the last open one is refused, and so is one that the policy does not have', () => {
    expect(() => shifted(policyWith('a', 'c'))).toThrow(
      'placement.zonesShiftedAway: every zone is shifted away: nothing could be launched',
    );
    expect(() => shifted(policyWith(), { zone: 'd' })).toThrow(`"d" is none of the policy's zones: a, b, c`);
  });
});

describe('restoring a zone', () => {
  it('takes back what was said of it', () => {
    expect(withZoneRestored(policyWith('a', { zone: 'b', drain: true }), 'b', NOW).placement.zonesShiftedAway).toEqual(['a']);
  });
  it('is no change when nothing was', () => {
    expect(withZoneRestored(policyWith('a'), 'b', NOW)).toEqual(policyWith('a'));
    expect(() => withZoneRestored(policyWith(), 'd', NOW)).toThrow(/none of the policy's zones/);
  });
});
