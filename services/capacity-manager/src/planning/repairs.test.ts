import { expect, it } from 'vitest';
import { fleetOf, NOW, policyWith, worker } from '../testing/fleets.ts';
import { driftsOf } from './repairs.ts';

/** Zone b is to be emptied; of a and c the latter is empty. */
const policy = policyWith({ placement: { zonesShiftedAway: [{ zone: 'b', drain: true }] as never } });
const kinds = (capacityTypes: readonly ('spot' | 'on-demand')[], zones = 'aabb', rules = policy) => {
  const workers = [...zones].map((zone, index) => worker(`i-${index}`, `${zone} ${capacityTypes[index] ?? 'spot'}`));
  return driftsOf({ state: fleetOf(workers), policy: rules, now: NOW }).map(({ kind }) => kind);
};

it('the base is repaired before anything else', () =>
  expect(kinds(['spot', 'spot', 'spot', 'on-demand'])).toEqual(['base', 'zone-drain', 'zone-balance']));

it('the share of Spot is repaired after a zone was emptied', () =>
  expect(kinds(['on-demand', 'on-demand', 'on-demand', 'on-demand'])).toEqual(['zone-drain', 'share', 'zone-balance']));

it('nothing is repaired where all is well', () =>
  expect(kinds(['on-demand', 'on-demand', 'spot'], 'abc', policyWith({}))).toEqual([]));
