import { type DomainEvent, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { FleetEventType } from './commands.ts';
import { ZONE_FAILURES, ZONE_LOSS_SECONDS, ZONE_LOST_WORKERS } from './limits.ts';
import { doubled } from './planning/leave-alone.ts';
import { openZones, type ZoneContext } from './planning/zones.ts';

/** Events after which a zone may be found to fail. */
const TELLING: readonly FleetEventType[] = ['OfferingUnavailable', 'NodeJoinTimedOut', 'NodeLost', 'NodeJoined'];

type Judged = ZoneContext & { readonly open: readonly string[] };

/**
 * ZoneShifted for each zone that fails while others do not, once `events` have happened. Never for all open zones at once: what hits
 * everything is no zone's fault, and nothing could be launched any more.
 */
export function zoneShifts(
  events: readonly DomainEvent<FleetEventType>[],
  { state, policy, now }: ZoneContext,
): readonly DomainEvent<'ZoneShifted'>[] {
  const { zoneShiftSeconds, zoneShiftMaxSeconds } = policy.placement;
  if (zoneShiftSeconds === 0 || !events.some(({ type }) => TELLING.includes(type))) return [];
  const next = after(state, events, now);
  const context = { state: next, policy, now };
  const judged = { ...context, open: openZones(context) };
  const failing = judged.open.flatMap((zone) => {
    const reason = lossesOf(zone, judged) ?? failuresOf(zone, judged);
    return reason === null ? [] : [{ zone, reason }];
  });
  const sound = judged.open.filter((zone) => !failing.some((other) => other.zone === zone));
  if (!sound.some((zone) => joinedIn(zone, next).length > 0)) return [];
  return failing.map(({ zone, reason }) => {
    const times = fleet.zoneShiftOf(next, zone, toTimestamp(now))?.times ?? 0;
    const until = toTimestamp(now + doubled(zoneShiftSeconds, times, zoneShiftMaxSeconds) * 1_000);
    return { type: 'ZoneShifted', data: { zone, reason, until } };
  });
}

/** Most of its workers disappeared within minutes. */
function lossesOf(zone: string, { state, now }: Judged): string | null {
  const lost = troublesOf(zone, { state, now, withinSeconds: ZONE_LOSS_SECONDS }).filter(({ kind }) => kind === 'lost').length;
  const left = joinedIn(zone, state).length;
  if (lost < ZONE_LOST_WORKERS || lost <= left) return null;
  return `${lost} of ${lost + left} workers were lost within ${ZONE_LOSS_SECONDS} s`;
}

/** Launches or joins failed again and again, and meanwhile workers joined elsewhere. */
function failuresOf(zone: string, { state, now, open }: Judged): string | null {
  const withinSeconds = fleet.ZONE_TROUBLE_SECONDS;
  const failed = troublesOf(zone, { state, now, withinSeconds }).filter(({ kind }) => kind !== 'lost');
  const [first] = failed;
  if (!first || failed.length < ZONE_FAILURES) return null;
  const othersWork = open.some((other) => other !== zone && joinedIn(other, state).some(({ joinedAt }) => joinedAt > first.at));
  return othersWork
    ? `${failed.length} launches or joins failed within ${withinSeconds} s while workers joined elsewhere`
    : null;
}

function troublesOf(
  zone: string,
  { state, now, withinSeconds }: { readonly state: fleet.FleetState; readonly now: number; readonly withinSeconds: number },
): readonly fleet.ZoneTrouble[] {
  const since = now - withinSeconds * 1_000;
  return state.zoneTroubles.filter((trouble) => trouble.zone === zone && Date.parse(trouble.at) >= since);
}

function joinedIn(zone: string, { workers }: fleet.FleetState): readonly Extract<fleet.Worker, { status: 'joined' }>[] {
  return Object.values(workers).flatMap((worker) => (worker.status === 'joined' && worker.zone === zone ? [worker] : []));
}
