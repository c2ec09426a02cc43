import { defineProjection } from '../projection.ts';
import { countFleet } from './counts.ts';
import { fleetFold } from './evolve.ts';
import type { FleetState, Worker } from './fleet-state.ts';

/** What the view `fleet` holds. */
export type FleetView = {
  readonly counts: ReturnType<typeof countFleet>;
  /** By zone, then by launch. */
  readonly workers: readonly Worker[];
  readonly operations: FleetState['operations'];
  readonly unavailable: FleetState['unavailable'];
  readonly lastRefusal: FleetState['lastRefusal'];
};

/** View `fleet`: who is there, what is under way, and what could not be had. */
export const fleetProjection = defineProjection({
  category: 'fleet',
  fold: fleetFold,
  viewsVersion: 2,
  viewsOf: (state) => ({ fleet: fleetViewOf(state) }),
});

function fleetViewOf(state: FleetState): FleetView {
  const { operations, unavailable, lastRefusal } = state;
  const workers = Object.values(state.workers).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  return { counts: countFleet(state), workers, operations, unavailable, lastRefusal };
}

function placeOf({ zone, launchedAt, instanceId }: Worker): string {
  return `${zone} ${launchedAt} ${instanceId}`;
}
