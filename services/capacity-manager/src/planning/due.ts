import { fleet } from '@smartscale/projections';
import {
  BASE_REPAIR_REST_SECONDS,
  REPLACEMENT_NEAR_SECONDS,
  REPLACEMENT_OVER_SECONDS,
  SHARE_REPAIR_REST_SECONDS,
} from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import type { ZoneContext } from './zones.ts';

/** Whether a worker that is to be replaced has to go now or never. `now` in epoch milliseconds. */
export function isNear({ replacement }: fleet.Worker, now: number): boolean {
  return replacement !== undefined && Date.parse(replacement.dueAt) - now < REPLACEMENT_NEAR_SECONDS * 1_000;
}

/**
 * Whether the exchange of a worker that is to be replaced may begin now, by the fleet: it carries pods, is in nobody's plan, and a drain
 * of it has not failed just now. Before it is near also: nothing else is exchanged or was in the last half hour, the disruption
 * budget allows it, and below the maximum or with a stand-in there already.
 */
export function mayExchange(worker: fleet.Worker, { state, policy, now }: ZoneContext): boolean {
  const { instanceId, replacement } = worker;
  if (!replacement || worker.status !== 'joined') return false;
  if (secondsBetween(replacement.dueAt, now) > REPLACEMENT_OVER_SECONDS) return false;
  if (state.operations.some(({ leaving }) => leaving.includes(instanceId))) return false;
  if (secondsBetween(worker.joinedAt, now) < BASE_REPAIR_REST_SECONDS) return false;
  const isStandInComing = fleet.hasStandIn(instanceId, state) && !hasJoinedStandIn(instanceId, state);
  if (isStandInComing) return false;
  if (isNear(worker, now)) return true;
  const { lastRepairAt } = state;
  return (
    !state.operations.some(({ cause }) => cause === 'repair') &&
    (lastRepairAt === null || secondsBetween(lastRepairAt, now) >= SHARE_REPAIR_REST_SECONDS) &&
    fleet.disruptionObjection(state, policy, now) === null &&
    (hasJoinedStandIn(instanceId, state) || fleet.countStanding(state) < policy.workers.max)
  );
}

function hasJoinedStandIn(instanceId: string, { workers }: fleet.FleetState): boolean {
  return Object.values(workers).some((worker) => worker.replaces === instanceId && fleet.isJoined(worker));
}
