import { commandedShifts, type Policy, toTimestamp } from '@smartscale/events';
import { type FleetState, isShiftedAway } from '@smartscale/projections/fleet';
import { failed, type Judgement, ok, unknown, warning } from '../finding.ts';

type ZoneCount = { readonly zone: string; readonly count: number; readonly state: 'open' | 'shifted-away' | 'not-in-policy' };

/** Workers by zone may differ by one. A zone that is shifted away gets none, and what is on its way counts. */
export function judgeZoneSpread(fleet: FleetState, policy: Policy, now: number): Judgement {
  const counts = countZones(fleet, policy, now);
  if (counts.every(({ count }) => count === 0)) return unknown('there are no workers', 'see the check "launches"');
  const found = `workers by zone: ${counts.map(shownCount).join(', ')}`;
  const open = counts.filter(({ state }) => state === 'open');
  const fewest = Math.min(...open.map(({ count }) => count));
  const spread = Math.max(...open.map(({ count }) => count)) - fewest;
  const strangers = counts.filter(({ state }) => state === 'not-in-policy').map(({ zone }) => zone);
  if (spread <= 1 && strangers.length === 0) return ok(found);
  if (fleet.operations.length > 0) return warning(`${found}; an operation is in flight`, 'ask again when it is completed');
  if (strangers.length > 0) {
    const toDo = 'they go with the next scale-down; or add the zone to placement.zones';
    return warning(`${found}; the policy does not name ${strangers.join(', ')}`, toDo);
  }
  const emptiest = open.filter(({ count }) => count === fewest).map(({ zone }) => zone);
  const cause = causeOf(emptiest, fleet, { policy, now });
  if (cause !== null) return warning(`${found}; ${cause}`, `the next launches go to ${emptiest.join(', ')}`);
  return failed(
    `${found}: a difference of ${spread}`,
    `see "smartscale events --stream fleet --type ScalePlanned LaunchFailed"; the next launches go to ${emptiest.join(', ')}`,
  );
}

function countZones(fleet: FleetState, { placement }: Policy, now: number): readonly ZoneCount[] {
  const moment = toTimestamp(now);
  const living = Object.values(fleet.workers).filter(({ status }) => status === 'joined' || status === 'launched');
  const commanded = commandedShifts(placement, moment).map(({ zone }) => zone);
  const stateOf = (zone: string): ZoneCount['state'] => {
    if (!placement.zones.includes(zone)) return 'not-in-policy';
    return commanded.includes(zone) || isShiftedAway(fleet, zone, moment) ? 'shifted-away' : 'open';
  };
  const zones = [...new Set([...placement.zones, ...living.map(({ zone }) => zone)])];
  return zones.map((zone) => ({ zone, count: living.filter((worker) => worker.zone === zone).length, state: stateOf(zone) }));
}

function shownCount({ zone, count, state }: ZoneCount): string {
  return `${zone} ${count}${state === 'shifted-away' ? ' (shifted away)' : ''}`;
}

/** What explains an empty zone; null when nothing does. */
function causeOf(
  zones: readonly string[],
  { unavailable, zoneShifts }: FleetState,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): string | null {
  const isAmong = ({ zone }: { readonly zone: string }) => zones.includes(zone);
  if (unavailable.some((offering) => isAmong(offering) && Date.parse(offering.until) > now)) {
    return `EC2 has no capacity in ${zones.join(', ')} for now`;
  }
  const wasShifted = policy.placement.zonesShiftedAway.map((entry) => (typeof entry === 'string' ? { zone: entry } : entry));
  return zoneShifts.some(isAmong) || wasShifted.some(isAmong) ? `${zones.join(', ')} was shifted away until lately` : null;
}
