import type { Policy } from '@smartscale/events';
import { failed, type Judgement, ok } from '../finding.ts';

export type RegionZones = { readonly region: string; readonly available: readonly string[] };

/** Every zone that the policy names must be one of the region's. */
export function judgeZones({ region, available }: RegionZones, { placement }: Policy): Judgement {
  const lacking = placement.zones.filter((zone) => !available.includes(zone));
  if (lacking.length === 0) return ok(`${region}: ${placement.zones.join(', ')}`);
  const example = `placement: { zones: [${available.slice(0, 3).join(', ')}] }`;
  return failed(
    `${region} does not have the policy's ${lacking.join(', ')}`,
    `name another region with --region, or write "${example}" into a policy and name it with --policy`,
  );
}
