import type { Policy } from '@smartscale/events';
import type { Place } from './places.ts';

type CapacityType = Place['capacityType'];

/** How many of `workers` have to be On-Demand whatever the share: a fleet that is smaller than its base is all On-Demand. */
export function baseOf(workers: number, { onDemandBase }: Policy['mix']): number {
  return Math.min(onDemandBase, workers);
}

/**
 * How many of `workers` should be On-Demand and how many Spot.
 *
 * The first `onDemandBase` are On-Demand. Of the `a` above them `round(a x spotPercentAboveBase / 100)` are Spot, half a worker
 * rounded towards Spot, the cheaper side. So the number of Spot workers is never more than half a worker off its share.
 *
 * With base 2 and 70 %: 3 workers -> 1 Spot, 4 -> 1, 5 -> 2, 6 -> 3, 7 -> 4 (3.5 rounded), 8 -> 4, 9 -> 5, 10 -> 6, 12 -> 7.
 */
export function targetMix(workers: number, mix: Policy['mix']): { readonly onDemand: number; readonly spot: number } {
  const aboveBase = workers - baseOf(workers, mix);
  const spot = Math.round((aboveBase * mix.spotPercentAboveBase) / 100);
  return { onDemand: workers - spot, spot };
}

/** What `count` more workers should be, so that the whole comes as near to its target as adding can bring it. On-Demand first. */
export function capacityTypesToAdd(places: readonly Place[], count: number, mix: Policy['mix']): readonly CapacityType[] {
  const spotNow = countOf(places, 'spot');
  const spotMissing = targetMix(places.length + count, mix).spot - spotNow;
  const spot = Math.min(count, Math.max(0, spotMissing));
  return [...Array<CapacityType>(count - spot).fill('on-demand'), ...Array<CapacityType>(spot).fill('spot')];
}

/**
 * The capacity type of which there would be too many among the places after one left. It is always exactly one of them: there is one
 * worker more than the target has, so when Spot is not above its part, On-Demand is.
 */
export function surplusAfterRemoval(places: readonly Place[], mix: Policy['mix']): CapacityType {
  return countOf(places, 'spot') > targetMix(places.length - 1, mix).spot ? 'spot' : 'on-demand';
}

export function countOf(places: readonly Place[], capacityType: CapacityType): number {
  return places.filter((place) => place.capacityType === capacityType).length;
}
