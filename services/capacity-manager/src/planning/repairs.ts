import { fleet } from '@smartscale/projections';
import { BASE_REPAIR_REST_SECONDS, SHARE_REPAIR_REST_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import { type Drift, driftOf } from './drift.ts';
import { type Place, placesOf } from './places.ts';
import { balanceDriftOf, drainDriftOf } from './zone-drift.ts';
import type { ZoneContext } from './zones.ts';

/** All that is off, the gravest first. */
export function driftsOf(context: ZoneContext): readonly Drift[] {
  const places = placesOf(context.state);
  const mix = driftOf(places, context.policy.mix);
  const drain = drainDriftOf(places, context);
  const balance = balanceDriftOf(places, context);
  const inOrder = mix?.kind === 'base' ? [mix, drain, balance] : [drain, mix, balance];
  return inOrder.filter((drift) => drift !== null);
}

/**
 * Whether a drift may be repaired now: in a fleet that is whole, of a size that no decision is about to change, and within the disruption
 * budget. The base as soon as that holds, at most once in five minutes; a zone that is to be emptied likewise, below the maximum. The
 * share and the zones' balance only when nobody has come or gone for half an hour, as every scale-up and -down mends them on its
 * way; and below the maximum, as they are not worth a missing worker; the share when no offering of what should come is marked.
 * `now` in epoch milliseconds.
 */
export function mayRepair({ kind, exchanges }: Drift, { state, policy, now }: ZoneContext): boolean {
  const workers = Object.values(state.workers);
  const joined = workers.filter((worker) => worker.status === 'joined');
  const isWhole = state.operations.length === 0 && joined.length === workers.length && workers.every(({ atRisk }) => !atRisk);
  if (!isWhole || workers.length < policy.workers.min || workers.length > policy.workers.max) return false;
  if (fleet.disruptionObjection(state, policy, now) !== null) return false;
  const restSeconds = state.lastRepairAt === null ? Number.POSITIVE_INFINITY : secondsBetween(state.lastRepairAt, now);
  if (kind === 'base') return restSeconds >= BASE_REPAIR_REST_SECONDS;
  if (workers.length === policy.workers.max) return false;
  if (kind === 'zone-drain') return restSeconds >= BASE_REPAIR_REST_SECONDS;
  const changes = [...joined.map(({ joinedAt }) => joinedAt), ...state.departed.map(({ at }) => at)];
  return (
    restSeconds >= SHARE_REPAIR_REST_SECONDS &&
    changes.every((time) => secondsBetween(time, now) >= SHARE_REPAIR_REST_SECONDS) &&
    (kind === 'zone-balance' || exchanges.every(({ comes }) => !isMarked(comes, state, now)))
  );
}

function isMarked(capacityType: Place['capacityType'], { unavailable }: fleet.FleetState, now: number): boolean {
  return unavailable.some((mark) => mark.capacityType === capacityType && Date.parse(mark.until) > now);
}
