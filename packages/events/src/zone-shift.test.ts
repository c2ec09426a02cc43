import { expect, it } from 'vitest';
import { policySchema } from './policy.ts';
import { commandedShifts } from './zone-shift.ts';

const until = '2026-11-24T12:00:00.000Z';
const zonesShiftedAway = ['a', { zone: 'b', until, drain: true, reason: 'packet loss' }];
const { placement } = policySchema.parse({ placement: { zones: ['a', 'b', 'c'], zonesShiftedAway } });

it('a zone is shifted away by command until its end, one without an end for good', () => {
  const a = { zone: 'a', until: null, drain: false, reason: '' };
  expect(commandedShifts(placement, '2026-11-24T11:59:59.999Z')).toEqual([a, zonesShiftedAway[1]]);
  expect(commandedShifts(placement, until)).toEqual([a]);
});
