import type { Policy } from '@smartscale/events';
import { baseOf, countOf, targetMix } from './mix.ts';
import type { Place } from './places.ts';

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

/** How a fleet's mix is off its target, by what one exchange brings nearer to it; null when it is not. */
export function driftOf(places: readonly Place[], mix: Policy['mix']): Drift | null {
  const [spot, onDemand] = [countOf(places, 'spot'), countOf(places, 'on-demand')];
  const base = baseOf(places.length, mix);
  if (onDemand < base) {
    return mixDrift('base', 'on-demand', `${onDemand} On-Demand workers, the base is ${base}`);
  }
  // In hundredths, so that 2.5 is 2.5.
  const share = (places.length - base) * mix.spotPercentAboveBase;
  if (Math.abs(spot * 100 - share) <= DEAD_BAND_WORKERS * 100) return null;
  const reason = `${spot} Spot workers of ${places.length}, the mix asks for ${targetMix(places.length, mix).spot}`;
  return mixDrift('share', spot * 100 < share ? 'spot' : 'on-demand', reason);
}

function mixDrift(kind: 'base' | 'share', comes: CapacityType, reason: string): Drift {
  const goes = comes === 'spot' ? 'on-demand' : 'spot';
  return { kind, exchanges: [{ comes, goes }], from: null, to: null, reason };
}
