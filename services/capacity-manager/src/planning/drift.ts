import type { Policy } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { BASE_REPAIR_REST_SECONDS, SHARE_REPAIR_REST_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import { countOf, targetMix } from './mix.ts';
import { type Place, placesOf } from './places.ts';
import { balanceDriftOf, drainDriftOf } from './zone-drift.ts';
import type { ZoneContext } from './zones.ts';

type CapacityType = Place['capacityType'];

export type Drift = {
  /**
   * `base`: too few On-Demand to stand on. `zone-drain`: a zone is to be emptied. `share`: the base stands, but too much or too little
   * of the rest is Spot. `zone-balance`: the zones are uneven.
   */
  readonly kind: 'base' | 'zone-drain' | 'share' | 'zone-balance';
  /** What may be exchanged for what, best first. */
  readonly exchanges: readonly { readonly comes: CapacityType; readonly goes: CapacityType }[];
  /** Zones whose workers may go; null: any. */
  readonly from: readonly string[] | null;
  /** Zones that may get the new worker; null: any open one. */
  readonly to: readonly string[] | null;
  readonly reason: string;
};

/** Half a worker: what rounding to whole workers may be off. Where two numbers are as near to the share, neither is drift. */
const DEAD_BAND_WORKERS = 0.5;

/** All that is off, the gravest first. */
export function driftsOf(context: ZoneContext): readonly Drift[] {
  const places = placesOf(context.state);
  const mix = driftOf(places, context.policy.mix);
  const drain = drainDriftOf(places, context);
  const balance = balanceDriftOf(places, context);
  const inOrder = mix?.kind === 'base' ? [mix, drain, balance] : [drain, mix, balance];
  return inOrder.filter((drift) => drift !== null);
}

/** How a fleet's mix is off its target, by what one exchange brings nearer to it; null when it is not. */
export function driftOf(places: readonly Place[], mix: Policy['mix']): Drift | null {
  const [spot, onDemand] = [countOf(places, 'spot'), countOf(places, 'on-demand')];
  const base = Math.min(mix.onDemandBase, places.length);
  if (onDemand < base) {
    return mixDrift('base', 'on-demand', `${onDemand} On-Demand workers, the base is ${base}`);
  }
  // In hundredths, so that 2.5 is 2.5.
  const share = Math.max(0, places.length - mix.onDemandBase) * mix.spotPercentAboveBase;
  if (Math.abs(spot * 100 - share) <= DEAD_BAND_WORKERS * 100) return null;
  const reason = `${spot} Spot workers of ${places.length}, the mix asks for ${targetMix(places.length, mix).spot}`;
  return mixDrift('share', spot * 100 < share ? 'spot' : 'on-demand', reason);
}

function mixDrift(kind: 'base' | 'share', comes: CapacityType, reason: string): Drift {
  const goes = comes === 'spot' ? 'on-demand' : 'spot';
  return { kind, exchanges: [{ comes, goes }], from: null, to: null, reason };
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
  const isWhole = state.operations.length === 0 && workers.every((worker) => fleet.isJoined(worker) && !worker.atRisk);
  if (!isWhole || workers.length < policy.workers.min || workers.length > policy.workers.max) return false;
  if (fleet.disruptionObjection(state, policy, now) !== null) return false;
  const restSeconds = state.lastRepairAt === null ? Number.POSITIVE_INFINITY : secondsBetween(state.lastRepairAt, now);
  if (kind === 'base') return restSeconds >= BASE_REPAIR_REST_SECONDS;
  if (workers.length === policy.workers.max) return false;
  if (kind === 'zone-drain') return restSeconds >= BASE_REPAIR_REST_SECONDS;
  return (
    restSeconds >= SHARE_REPAIR_REST_SECONDS &&
    changesOf(state).every((time) => secondsBetween(time, now) >= SHARE_REPAIR_REST_SECONDS) &&
    (kind === 'zone-balance' || exchanges.every(({ comes }) => !isMarked(comes, state, now)))
  );
}

function isMarked(capacityType: CapacityType, { unavailable }: fleet.FleetState, now: number): boolean {
  return unavailable.some((mark) => mark.capacityType === capacityType && Date.parse(mark.until) > now);
}

function changesOf({ workers, departed }: fleet.FleetState): readonly string[] {
  const joined = Object.values(workers).flatMap((worker) => (worker.status === 'joined' ? [worker.joinedAt] : []));
  return [...joined, ...departed.map(({ at }) => at)];
}
