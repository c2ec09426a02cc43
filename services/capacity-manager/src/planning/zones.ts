import type { Policy } from '@smartscale/events';
import type { Place } from './places.ts';

/** The policy's zones that may get new workers, those with the fewest workers first; ties in the policy's order. */
export function zonesByNeed(places: readonly Place[], placement: Policy['placement']): readonly string[] {
  const open = placement.zones.filter((zone) => !placement.zonesShiftedAway.includes(zone));
  const workers = new Map(open.map((zone) => [zone, workersIn(places, zone)]));
  // The sort is stable, so the policy's order settles ties.
  return open.toSorted((one, other) => (workers.get(one) ?? 0) - (workers.get(other) ?? 0));
}

export function workersIn(places: readonly Place[], zone: string): number {
  return places.filter((place) => place.zone === zone).length;
}
