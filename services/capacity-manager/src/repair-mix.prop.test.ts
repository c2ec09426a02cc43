import { fleet } from '@smartscale/projections';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARE_REPAIR_REST_SECONDS } from './limits.ts';
import { countOf } from './planning/mix.ts';
import { driftsOf } from './planning/repairs.ts';
import { workersNow } from './refusals.ts';
import { createRepairedFleet } from './testing/exchanges.ts';
import { fleetOf, NOW, policyWith, worker } from './testing/fleets.ts';

const place = fc.constantFrom(...(['a spot', 'b spot', 'c spot', 'a on-demand', 'b on-demand', 'c on-demand'] as const));
const mix = fc.record({ onDemandBase: fc.nat(4), spotPercentAboveBase: fc.nat(100) });
const places = fc.array(place, { minLength: 2, maxLength: 10 });

/** Repairs until nothing is left to repair. The states on the way, the last one last; and how many repairs there were. */
function repaired(initial: fleet.FleetState, knobs: { onDemandBase: number; spotPercentAboveBase: number }, max: number) {
  const policy = policyWith({ mix: knobs, workers: { min: 2, max } });
  const world = createRepairedFleet(initial, { policy, start: NOW });
  let repairs = 0;
  while (repairs <= 20 && world.begin().length > 0) {
    repairs += 1;
    world.launch();
    world.join();
    world.exchange();
    world.empty();
    // At the maximum another one is launched only now.
    world.launch();
    world.join();
    world.advance(SHARE_REPAIR_REST_SECONDS);
  }
  return { repairs, world, policy };
}

const joinedOnDemand = (state: fleet.FleetState) => countOf(Object.values(state.workers).filter(fleet.isJoined), 'on-demand');
const fleetAt = (at: readonly Parameters<typeof worker>[1][]) => fleetOf(at.map((where, index) => worker(`i-${index}`, where)));

describe('repairs', () => {
  it('below the maximum end, and leave neither the mix nor the zones off', () => {
    fc.assert(
      fc.property(places, mix, (at, knobs) => {
        const initial = fleetAt(at);
        const { repairs, world, policy } = repaired(initial, knobs, 11);
        expect(repairs).toBeLessThanOrEqual(at.length);
        expect(driftsOf({ state: world.state, policy, now: world.now })).toEqual([]);
        expect(world.state.operations).toEqual([]);
        expect(workersNow(world.state)).toBe(at.length);
      }),
    );
  });

  it('never leave fewer workers than there were, nor more than one above, nor take from the On-Demand base', () => {
    fc.assert(
      fc.property(places, mix, (at, knobs) => {
        const initial = fleetAt(at);
        const base = Math.min(knobs.onDemandBase, joinedOnDemand(initial));
        const { world } = repaired(initial, knobs, 11);
        for (const state of world.history) {
          const { joined } = fleet.countFleet(state);
          expect(joined).toBeGreaterThanOrEqual(at.length);
          expect(workersNow(state)).toBeLessThanOrEqual(at.length + 1);
          expect(joinedOnDemand(state)).toBeGreaterThanOrEqual(base);
        }
      }),
    );
  });

  it('at the maximum bring the base back and nothing else, and count no worker more', () => {
    fc.assert(
      fc.property(places, mix, (at, knobs) => {
        fc.pre(knobs.onDemandBase <= at.length);
        const initial = fleetAt(at);
        const { world, repairs } = repaired(initial, knobs, at.length);
        const missing = Math.max(0, Math.min(knobs.onDemandBase, at.length) - joinedOnDemand(initial));
        expect(repairs).toBe(missing);
        for (const state of world.history) expect(fleet.countStanding(state)).toBeLessThanOrEqual(at.length);
        expect(workersNow(world.state)).toBe(at.length);
      }),
    );
  });
});
