import type { Policy } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import { failed, type Judgement, ok, warning } from '../finding.ts';

/** Workers by zone may differ by one. A zone that is shifted away gets none, and what is on its way counts. */
export function judgeZoneSpread({ workers, operations, unavailable }: FleetState, policy: Policy, now: number): Judgement {
  const { zones, zonesShiftedAway } = policy.placement;
  const living = Object.values(workers).filter(({ status }) => status === 'joined' || status === 'launched');
  const strangers = [...new Set(living.map(({ zone }) => zone))].filter((zone) => !zones.includes(zone));
  const counted = [...zones, ...strangers].map((zone) => ({
    zone,
    count: living.filter((worker) => worker.zone === zone).length,
  }));
  const shown = counted.map(({ zone, count }) => `${zone} ${count}${zonesShiftedAway.includes(zone) ? ' (shifted away)' : ''}`);
  const open = counted.filter(({ zone }) => zones.includes(zone) && !zonesShiftedAway.includes(zone));
  const counts = open.map(({ count }) => count);
  const spread = Math.max(...counts) - Math.min(...counts);
  const found = `workers by zone: ${shown.join(', ')}`;
  if (spread <= 1 && strangers.length === 0) return ok(found);
  if (operations.length > 0) return warning(`${found}; an operation is in flight`, 'ask again when it is completed');
  if (strangers.length > 0)
    return warning(
      `${found}; the policy does not name ${strangers.join(', ')}`,
      'they go with the next scale-down; or add the zone to placement.zones',
    );
  const fewest = open.filter(({ count }) => count === Math.min(...counts)).map(({ zone }) => zone);
  if (unavailable.some(({ zone, until }) => fewest.includes(zone) && Date.parse(until) > now)) {
    return warning(
      `${found}; EC2 has no capacity in ${fewest.join(', ')} for now`,
      'the next launches go there; more placement.instanceTypes help',
    );
  }
  return failed(
    `${found}: a difference of ${spread}`,
    `see "smartscale events --stream fleet --type ScalePlanned LaunchFailed"; the next launches go to ${fewest.join(', ')}`,
  );
}
