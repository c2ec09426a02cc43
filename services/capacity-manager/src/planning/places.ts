import type { PlannedLaunch } from '@smartscale/events';
import { fleet } from '@smartscale/projections';

/** Where a worker stands or will stand. */
export type Place = Pick<PlannedLaunch, 'zone' | 'capacityType'>;

/** The places of all workers that are here or coming and meant to stay. Those on their way out, or at risk with a stand-in, are not counted. */
export function placesOf(state: fleet.FleetState): readonly Place[] {
  const here = Object.values(state.workers).filter(
    (worker) => (worker.status === 'launched' || fleet.isJoined(worker)) && !fleet.isCovered(worker, state),
  );
  return [...here, ...state.operations.flatMap(({ pending }) => pending)];
}
