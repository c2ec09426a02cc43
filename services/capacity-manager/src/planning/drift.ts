import type { Policy } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { BASE_REPAIR_REST_SECONDS, SHARE_REPAIR_REST_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import { countOf, targetMix } from './mix.ts';
import type { Place } from './places.ts';

export type Drift = {
  /** `base`: too few On-Demand to stand on. `share`: the base stands, but too much or too little of the rest is Spot. */
  readonly kind: 'base' | 'share';
  readonly comes: Place['capacityType'];
  readonly goes: Place['capacityType'];
  readonly reason: string;
};

/** Half a worker: what rounding to whole workers may be off. Where two numbers are as near to the share, neither is drift. */
const DEAD_BAND_WORKERS = 0.5;

/** How a fleet's mix is off its target, by what one exchange brings nearer to it; null when it is not. */
export function driftOf(places: readonly Place[], mix: Policy['mix']): Drift | null {
  const [spot, onDemand] = [countOf(places, 'spot'), countOf(places, 'on-demand')];
  const base = Math.min(mix.onDemandBase, places.length);
  if (onDemand < base) {
    return { kind: 'base', comes: 'on-demand', goes: 'spot', reason: `${onDemand} On-Demand workers, the base is ${base}` };
  }
  // In hundredths, so that 2.5 is 2.5.
  const share = Math.max(0, places.length - mix.onDemandBase) * mix.spotPercentAboveBase;
  if (Math.abs(spot * 100 - share) <= DEAD_BAND_WORKERS * 100) return null;
  const reason = `${spot} Spot workers of ${places.length}, the mix asks for ${targetMix(places.length, mix).spot}`;
  return spot * 100 < share
    ? { kind: 'share', comes: 'spot', goes: 'on-demand', reason }
    : { kind: 'share', comes: 'on-demand', goes: 'spot', reason };
}

/**
 * Whether a drift may be repaired now: in a fleet that is whole and of a size that no decision is about to change. The base as soon as
 * that holds, at most once in five minutes. The share only when nobody has come or gone for half an hour, as every scale-up
 * and -down mends it on its way; when no offering of what should come is marked; and below the maximum, as it is not worth a
 * missing worker. `now` in epoch milliseconds.
 */
export function mayRepair(
  { kind, comes }: Drift,
  state: fleet.FleetState,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): boolean {
  const workers = Object.values(state.workers);
  const isWhole = state.operations.length === 0 && workers.every(fleet.isJoined);
  if (!isWhole || workers.length < policy.workers.min || workers.length > policy.workers.max) return false;
  const restSeconds = state.lastRepairAt === null ? Number.POSITIVE_INFINITY : secondsBetween(state.lastRepairAt, now);
  if (kind === 'base') return restSeconds >= BASE_REPAIR_REST_SECONDS;
  return (
    workers.length < policy.workers.max &&
    restSeconds >= SHARE_REPAIR_REST_SECONDS &&
    changesOf(state).every((time) => secondsBetween(time, now) >= SHARE_REPAIR_REST_SECONDS) &&
    state.unavailable.every(({ capacityType, until }) => capacityType !== comes || Date.parse(until) <= now)
  );
}

function changesOf({ workers, departed }: fleet.FleetState): readonly string[] {
  const joined = Object.values(workers).flatMap((worker) => (worker.status === 'joined' ? [worker.joinedAt] : []));
  return [...joined, ...departed.map(({ at }) => at)];
}
