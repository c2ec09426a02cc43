import type { Policy } from '@smartscale/events';
import { failed, type Judgement, ok, warning } from '../finding.ts';

/** Every zone of the policy in force needs a subnet, or launches there fail one by one. */
export function judgeWorkerSubnets(subnetOfZone: Readonly<Record<string, string>>, { placement }: Policy): Judgement {
  const lacking = placement.zones.filter((zone) => subnetOfZone[zone] === undefined);
  const there = Object.keys(subnetOfZone).join(', ');
  if (lacking.length === 0) return ok(`each zone of the policy has one: ${placement.zones.join(', ')}`);
  const found = `the policy names ${lacking.join(', ')}, and there are subnets in ${there}`;
  const toDo = `write "placement: { zones: [${there}] }" into a policy and adopt it with "smartscale policy apply FILE"; or set SMARTSCALE_ZONE_COUNT and deploy`;
  return lacking.length === placement.zones.length ? failed(found, toDo) : warning(found, toDo);
}
