import { randomOf } from '../random.ts';
import type { Offering } from './instance-types.ts';

const WINDOW_MILLISECONDS = 30 * 60_000;

/**
 * How often there is no capacity: the probability for each half hour, drawn once for each offering and once, at a third of it, for
 * all types of a zone and capacity type together, because shortages seldom come alone.
 */
export type CapacityShortage = { readonly spot: number; readonly onDemand: number };

export const NO_SHORTAGE: CapacityShortage = { spot: 0, onDemand: 0 };
export const FREQUENT_SHORTAGE: CapacityShortage = { spot: 0.3, onDemand: 0.05 };

export type Capacity = { isAvailable(offering: Offering, now: number): boolean };

/** Which offerings can be had when. It follows from the seed and the time alone, so nothing has to be remembered. */
export function createCapacity(options: {
  readonly seed: string | number;
  readonly shortage: CapacityShortage;
  readonly isZoneLost: (zone: string, now: number) => boolean;
}): Capacity {
  const { seed, shortage, isZoneLost } = options;
  return {
    isAvailable({ zone, instanceType, capacityType }, now) {
      if (isZoneLost(zone, now)) return false;
      const probability = capacityType === 'spot' ? shortage.spot : shortage.onDemand;
      if (probability === 0) return true;
      const window = Math.floor(now / WINDOW_MILLISECONDS);
      const pool = `capacity/${zone}/${capacityType}/${window}`;
      return randomOf(seed, `${pool}/${instanceType}`) >= probability && randomOf(seed, pool) >= probability / 3;
    },
  };
}
