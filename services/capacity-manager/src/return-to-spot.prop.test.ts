import type { fleet } from '@smartscale/projections';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARE_REPAIR_REST_SECONDS } from './limits.ts';
import { workersNow } from './refusals.ts';
import { spotWarning } from './testing/events.ts';
import { createRepairedFleet } from './testing/exchanges.ts';
import { fleetOf, NOW, policyWith, worker } from './testing/fleets.ts';

const TICK_SECONDS = 120;
const DAY_SECONDS = 86_400;
/** The half hour of rest is the least time between two returns to Spot. */
const MOST_RETURNS = DAY_SECONDS / SHARE_REPAIR_REST_SECONDS;

type Weather = {
  /** How long EC2 lets a Spot worker live. */
  readonly spotLifeSeconds: number;
  /** Of ten attempts at Spot, how many are refused. */
  readonly refusedOfTen: number;
};

/** A day of a fleet whose Spot workers are taken again and again. What it launched, and what was refused. */
function dayUnder({ spotLifeSeconds, refusedOfTen }: Weather, policy = policyWith({})) {
  const start = [0, 1, 2, 3, 4, 5].map((index) => worker(`i-${index}`, `${'abc'[index % 3]} on-demand`));
  const world = createRepairedFleet(fleetOf(start), { policy, start: NOW });
  const launched = { spot: 0, 'on-demand': 0 };
  let attempts = 0;
  let warnings = 0;

  function launch(): void {
    for (const { pending } of world.state.operations) {
      for (const { launchId, zone, capacityType } of pending) {
        attempts += 1;
        if (capacityType === 'spot' && attempts % 10 < refusedOfTen) {
          const refused = { zone, capacityType, code: 'InsufficientInstanceCapacity' };
          world.record(
            { type: 'OfferingFailed', data: { ...refused, instanceType: null } },
            { type: 'LaunchFailed', data: { ...refused, launchId, message: '', attempts: 1 } },
          );
        } else launched[capacityType] += 1;
      }
    }
    world.launch();
  }

  function interrupt(): void {
    const due = Object.values(world.state.workers).filter(
      ({ capacityType, launchedAt, status }) =>
        capacityType === 'spot' && status === 'joined' && world.now - Date.parse(launchedAt) >= spotLifeSeconds * 1_000,
    );
    for (const { instanceId } of due) {
      warnings += 1;
      const warning = spotWarning({ instanceId }, { position: warnings, at: world.now });
      world.apply({ kind: 'replace-interrupted', warning, policy, now: world.now });
    }
  }

  for (let second = 0; second < DAY_SECONDS; second += TICK_SECONDS) {
    interrupt();
    world.begin();
    launch();
    world.advance(TICK_SECONDS);
    world.join();
    world.exchange();
    world.empty();
  }
  return { launched, warnings, world };
}

const weather = fc.record({
  spotLifeSeconds: fc.integer({ min: 0, max: 7_200 }),
  refusedOfTen: fc.integer({ min: 0, max: 9 }),
});

describe('a fleet under Spot offerings that flap', () => {
  it('returns to Spot once in half an hour at most, and launches one stand-in for each worker taken', () => {
    fc.assert(
      fc.property(weather, (sky) => {
        const { launched, warnings, world } = dayUnder(sky);
        expect(launched.spot).toBeLessThanOrEqual(MOST_RETURNS);
        expect(warnings).toBeLessThanOrEqual(launched.spot);
        // Without Spot workers that last, the zones may be evened out besides.
        expect(launched['on-demand']).toBeLessThanOrEqual(warnings + MOST_RETURNS);
        for (const state of world.history) expect(workersNow(state)).toBeGreaterThanOrEqual(6);
      }),
      { numRuns: 15 },
    );
  });

  it('asks less and less often for what is taken back or refused each time', () => {
    const flapping = { spotLifeSeconds: 600, refusedOfTen: 0 };
    const patient = policyWith({ launch: { offeringMemorySeconds: 180, offeringMemoryMaxSeconds: 14_400 } });
    const forgetful = policyWith({ launch: { offeringMemorySeconds: 0, offeringMemoryMaxSeconds: 0 } });
    const launches = (policy: typeof patient) => dayUnder(flapping, policy).launched.spot;
    expect(launches(patient)).toBeLessThan(launches(policyWith({})));
    expect(launches(policyWith({}))).toBeLessThanOrEqual(launches(forgetful));
    expect(launches(forgetful)).toBeLessThanOrEqual(MOST_RETURNS);
  });

  it('is back at its share and stays there once they last', () => {
    const { world, launched } = dayUnder({ spotLifeSeconds: DAY_SECONDS * 2, refusedOfTen: 0 });
    const spot = Object.values(world.state.workers as Record<string, fleet.Worker>).filter(
      (one) => one.capacityType === 'spot',
    );
    // Six workers, base two: 2.8 Spot, so three.
    expect(spot).toHaveLength(3);
    expect(launched).toEqual({ spot: 3, 'on-demand': 0 });
  });
});
