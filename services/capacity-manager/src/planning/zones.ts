import { commandedShifts, type Policy, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { Place } from './places.ts';

export type ZoneContext = { readonly state: fleet.FleetState; readonly policy: Policy; readonly now: number };

/**
 * The policy's zones that may get new workers: not those shifted away by command, nor those by their failures. Where that would leave
 * none, the failures do not count.
 */
export function openZones({ state, policy, now }: ZoneContext): readonly string[] {
  const moment = toTimestamp(now);
  const away = commandedShifts(policy.placement, moment).map(({ zone }) => zone);
  const allowed = policy.placement.zones.filter((zone) => !away.includes(zone));
  const sound = allowed.filter((zone) => !fleet.isShiftedAway(state, zone, moment));
  return sound.length > 0 ? sound : allowed;
}

/** The open zones, those with the fewest workers first; ties in the policy's order. */
export function zonesByNeed(places: readonly Place[], context: ZoneContext): readonly string[] {
  const open = openZones(context);
  const workers = new Map(open.map((zone) => [zone, workersIn(places, zone)]));
  // The sort is stable, so the policy's order settles ties.
  return open.toSorted((one, other) => (workers.get(one) ?? 0) - (workers.get(other) ?? 0));
}

export function workersIn(places: readonly Place[], zone: string): number {
  return places.filter((place) => place.zone === zone).length;
}
