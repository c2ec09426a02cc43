import { type PlannedLaunch, type Policy, toTimestamp } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import { launchIdOf } from './launch-id.ts';
import { capacityTypesToAdd } from './mix.ts';
import { type OfferingContext, openInstanceTypes } from './offerings.ts';
import { type Place, placesOf } from './places.ts';
import { zonesByNeed } from './zones.ts';

export type UpContext = { readonly state: fleet.FleetState; readonly policy: Policy; readonly now: number };

/**
 * Plans `count` launches: the capacity types that the mix lacks, On-Demand first, each in the zone with the fewest workers,
 * those planned before it counted. A Spot launch for which no zone has an open offering is planned as On-Demand. Where nothing
 * is open the plan ends, so it may be shorter than `count`, or empty.
 */
export function planLaunches(operationId: string, count: number, context: UpContext): readonly PlannedLaunch[] {
  const { state, policy } = context;
  const places: Place[] = [...placesOf(state)];
  const launches: PlannedLaunch[] = [];
  for (const capacityType of capacityTypesToAdd(places, count, policy.mix)) {
    const place = findPlace(places, capacityType, context) ?? findPlace(places, 'on-demand', context);
    if (!place) break;
    places.push(place);
    launches.push({ launchId: launchIdOf(operationId, launches.length + 1), ...place, replaces: null });
  }
  return launches;
}

/**
 * Plans the On-Demand stand-in for a worker that will be taken and counts as leaving already. Where nothing is open the neediest
 * zone is asked all the same. Null when every zone is shifted away.
 */
export function planReplacement(operationId: string, replaces: string, context: UpContext): PlannedLaunch | null {
  const places = placesOf(context.state);
  const [neediest] = zonesByNeed(places, context);
  const place = findPlace(places, 'on-demand', context) ?? (neediest && { zone: neediest, capacityType: 'on-demand' as const });
  return place ? { launchId: launchIdOf(operationId, 1), ...place, replaces } : null;
}

/** Plans the launch of a worker of that type where it is needed most once the one that it stands in for is gone, in one of `zones` if given. Null when nothing is open. */
export function planExchange(
  operationId: string,
  order: Pick<PlannedLaunch, 'capacityType'> & { readonly replaces: string; readonly zones: readonly string[] | null },
  context: UpContext,
): PlannedLaunch | null {
  const { capacityType, replaces, zones } = order;
  const { [replaces]: _leaving, ...workers } = context.state.workers;
  const place = findPlace(placesOf({ ...context.state, workers }), capacityType, { ...context, zones });
  return place ? { launchId: launchIdOf(operationId, 1), ...place, replaces } : null;
}

function findPlace(
  places: readonly Place[],
  capacityType: Place['capacityType'],
  context: UpContext & { readonly zones?: readonly string[] | null },
): Place | undefined {
  const offerings = offeringContext(context);
  return zonesByNeed(places, context)
    .filter((zone) => context.zones?.includes(zone) ?? true)
    .map((zone) => ({ zone, capacityType }))
    .find((place) => openInstanceTypes(place, offerings).length > 0);
}

export function offeringContext({ state, policy, now }: UpContext): OfferingContext {
  return { unavailable: state.unavailable, instanceTypes: policy.placement.instanceTypes, now: toTimestamp(now) };
}
