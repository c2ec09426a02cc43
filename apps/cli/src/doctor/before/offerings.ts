import type { Policy } from '@smartscale/events';
import { failed, type Judgement, ok, together, warning } from '../finding.ts';

export type Offered = { readonly instanceType: string; readonly zone: string };

/** Each zone must have one of the policy's types, and is the safer the more it has. */
export function judgeOfferings(offered: readonly Offered[], { placement }: Policy): Judgement {
  const { zones, instanceTypes } = placement;
  const isOffered = (instanceType: string, zone: string) =>
    offered.some((offering) => offering.instanceType === instanceType && offering.zone === zone);
  const judged = zones.map((zone) => {
    const lacking = instanceTypes.filter((instanceType) => !isOffered(instanceType, zone));
    if (lacking.length === 0) return ok(`${zone} has all ${instanceTypes.length} types`);
    if (lacking.length === instanceTypes.length) {
      return failed(
        `${zone} has none of ${lacking.join(', ')}`,
        'name other types in placement.instanceTypes, or leave the zone out',
      );
    }
    return warning(
      `${zone} lacks ${lacking.join(', ')}`,
      'launches there use the others; name more types in placement.instanceTypes',
    );
  });
  return together(judged) ?? failed('the policy names no zone', 'name zones in placement.zones');
}
