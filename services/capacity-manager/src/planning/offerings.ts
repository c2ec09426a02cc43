import type { Policy } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import type { Place } from './places.ts';

export type OfferingContext = {
  readonly unavailable: readonly fleet.UnavailableOffering[];
  readonly instanceTypes: Policy['placement']['instanceTypes'];
  /** Timestamp. */
  readonly now: string;
};

/** The instance types that may be asked for there now. None when the place was marked as a whole. */
export function openInstanceTypes(place: Place, context: OfferingContext): readonly string[] {
  const marks = context.unavailable.filter(
    ({ zone, capacityType, until }) => zone === place.zone && capacityType === place.capacityType && until > context.now,
  );
  if (marks.some(({ instanceType }) => instanceType === null)) return [];
  return context.instanceTypes.filter((type) => !marks.some(({ instanceType }) => instanceType === type));
}
