import type { PlannedLaunch } from '@smartscale/events';
import { openInstanceTypes } from './offerings.ts';
import { type Place, placesOf } from './places.ts';
import { offeringContext, type UpContext } from './plan-up.ts';
import { zonesByNeed } from './zones.ts';

/** Zones asked for one capacity type, the planned one included. With Spot and On-Demand a launch makes twice as many attempts at most. */
export const MAX_ZONES_TRIED = 3;

export type Attempt = Place & { readonly instanceTypes: readonly string[] };

/**
 * Where a launch may be tried, best first: as planned, then in the other zones (fewest workers first), then the same zones
 * On-Demand unless it is `onlyAsPlanned`; with `onlyZone` as planned only. Offerings that are marked unavailable, that have been tried, or whose zone is shifted away are left out.
 */
export function attemptsLeft(
  launch: PlannedLaunch,
  tried: readonly Place[],
  context: UpContext & { readonly onlyAsPlanned?: boolean; readonly onlyZone?: boolean },
): readonly Attempt[] {
  const { zone, capacityType } = launch;
  // The launch itself is counted in its own zone, which comes first anyway.
  const others = zonesByNeed(placesOf(context.state), context);
  const inOrder = others.includes(zone) ? [zone, ...others.filter((other) => other !== zone)] : others;
  const zones = (context.onlyZone ? inOrder.filter((other) => other === zone) : inOrder).slice(0, MAX_ZONES_TRIED);
  const mayFallBack = capacityType === 'spot' && !context.onlyAsPlanned;
  const capacityTypes = mayFallBack ? (['spot', 'on-demand'] as const) : [capacityType];
  const offerings = offeringContext(context);
  return capacityTypes
    .flatMap((type) => zones.map((place) => ({ zone: place, capacityType: type })))
    .filter((place) => !tried.some((other) => other.zone === place.zone && other.capacityType === place.capacityType))
    .map((place) => ({ ...place, instanceTypes: openInstanceTypes(place, offerings) }))
    .filter(({ instanceTypes }) => instanceTypes.length > 0);
}
