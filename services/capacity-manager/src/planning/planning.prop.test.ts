import { fleet } from '@smartscale/projections';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetOf, NOW, policyWith, worker } from '../testing/fleets.ts';
import { capacityTypesToAdd, countOf, targetMix } from './mix.ts';
import { type Place, placesOf } from './places.ts';
import { planLaunches } from './plan-up.ts';
import { chooseVictims } from './victims.ts';
import { workersIn } from './zones.ts';

const zone = fc.constantFrom('a', 'b', 'c');
const capacityType = fc.constantFrom('spot' as const, 'on-demand' as const);
const place = fc.record({ zone, capacityType });
const mix = fc.record({ onDemandBase: fc.nat(5), spotPercentAboveBase: fc.nat(100) });

function fleetAt(places: readonly Place[]): fleet.FleetState {
  return fleetOf(places.map((at, index) => worker(`i-${index}`, `${at.zone} ${at.capacityType}`)));
}

describe('the mix', () => {
  it('is never more than half a worker from its share, and never below the base', () => {
    fc.assert(
      fc.property(fc.nat(200), mix, (workers, knobs) => {
        const { onDemand, spot } = targetMix(workers, knobs);
        const aboveBase = Math.max(0, workers - knobs.onDemandBase);
        expect(Math.abs(spot - (aboveBase * knobs.spotPercentAboveBase) / 100)).toBeLessThanOrEqual(0.5);
        expect(onDemand).toBeGreaterThanOrEqual(Math.min(workers, knobs.onDemandBase));
      }),
    );
  });

  it('grows by one of either kind, never by taking one back', () => {
    fc.assert(
      fc.property(fc.nat(200), mix, (workers, knobs) => {
        const [before, after] = [targetMix(workers, knobs), targetMix(workers + 1, knobs)];
        const grown = [after.spot - before.spot, after.onDemand - before.onDemand];
        expect([Math.min(...grown), Math.max(...grown)]).toEqual([0, 1]);
      }),
    );
  });

  it('is met exactly by adding, unless too many of one kind are there already', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.nat(8), mix, (places, count, knobs) => {
        const added = capacityTypesToAdd(places, count, knobs);
        const target = targetMix(places.length + count, knobs).spot;
        const spot = countOf(places, 'spot') + added.filter((type) => type === 'spot').length;
        expect(added).toHaveLength(count);
        expect(spot).toBe(Math.min(Math.max(target, countOf(places, 'spot')), countOf(places, 'spot') + count));
      }),
    );
  });
});

describe('planned launches', () => {
  it('leave the zones within one worker of each other whenever there are enough to add', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 9 }), fc.integer({ min: 1, max: 9 }), (places, count) => {
        const state = fleetAt(places);
        const launches = planLaunches('decision', count, { state, policy: policyWith({}), now: NOW });
        const all = [...placesOf(state), ...launches];
        const sizes = ['a', 'b', 'c'].map((name) => workersIn(all, name));
        const fullestBefore = Math.max(...['a', 'b', 'c'].map((name) => workersIn(places, name)));
        expect(launches).toHaveLength(count);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.max(fullestBefore, Math.min(...sizes) + 1));
      }),
    );
  });

  it('have names of their own that EC2 takes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100 }), fc.integer({ min: 1, max: 9 }), (id, count) => {
        const launches = planLaunches(id, count, { state: fleet.emptyFleet, policy: policyWith({}), now: NOW });
        expect(new Set(launches.map(({ launchId }) => launchId)).size).toBe(count);
        for (const { launchId } of launches) expect(launchId).toMatch(/^[\x21-\x7e]{1,64}$/);
      }),
    );
  });
});

describe('victims', () => {
  const knobs = fc.record({ onDemandBase: fc.nat(4), spotPercentAboveBase: fc.nat(100) });
  const inhabited = fc.array(fc.record({ at: place, pods: fc.nat(5), doNotDisrupt: fc.boolean() }), { maxLength: 10 });

  it('are different Ready workers without protected pods, and leave the On-Demand base', () => {
    fc.assert(
      fc.property(inhabited, fc.nat(10), knobs, (inhabitants, count, chosen) => {
        const state = fleetAt(inhabitants.map(({ at }) => at));
        const policy = policyWith({ mix: chosen });
        const candidates = inhabitants.map(({ pods, doNotDisrupt }, index) => ({
          instanceId: `i-${index}`,
          pods,
          doNotDisrupt,
        }));
        const victims = chooseVictims(candidates, count, { state, policy, now: NOW });
        const onDemand = (ids: readonly string[]) => ids.filter((id) => state.workers[id]?.capacityType === 'on-demand').length;
        expect(victims.length).toBeLessThanOrEqual(count);
        expect(new Set(victims).size).toBe(victims.length);
        expect(
          victims.every((id) => candidates.some(({ instanceId, doNotDisrupt }) => instanceId === id && !doNotDisrupt)),
        ).toBe(true);
        const remaining = inhabitants.length - victims.length;
        const before = onDemand(Object.keys(state.workers));
        expect(before - onDemand(victims)).toBeGreaterThanOrEqual(Math.min(before, chosen.onDemandBase, remaining));
      }),
    );
  });
});
