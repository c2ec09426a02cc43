import { randomOf } from '../random.ts';
import type { Offering } from './instance-types.ts';

const WINDOW_MILLISECONDS = 30 * 60_000;

/** How often an offering has no capacity: the probability for each half hour, drawn anew for each offering. */
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
      return randomOf(seed, `capacity/${zone}/${instanceType}/${capacityType}/${window}`) >= probability;
    },
  };
}
