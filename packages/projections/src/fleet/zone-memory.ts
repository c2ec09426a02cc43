import type { EventData } from '@smartscale/events';
import type { FleetState, Worker, ZoneShift, ZoneTrouble } from './fleet-state.ts';

/** For how long a trouble is told to those who judge a zone. */
export const ZONE_TROUBLE_SECONDS = 7_200;
/** Far more than it takes to judge a zone. */
const MAX_TROUBLES = 50;
/** A zone that has not been shifted away for this long after its last shift ended begins anew. */
const FORGOTTEN_AFTER_MILLISECONDS = 4 * 3_600_000;
const MAX_SHIFTS = 20;

/** Notes that a launch, a join or a worker failed in a zone. */
export function withZoneTrouble(state: FleetState, trouble: ZoneTrouble): FleetState {
  const since = Date.parse(trouble.at) - ZONE_TROUBLE_SECONDS * 1_000;
  const recent = state.zoneTroubles.filter(({ at }) => Date.parse(at) >= since);
  return { ...state, zoneTroubles: [...recent, trouble].slice(-MAX_TROUBLES) };
}

/** A refusal of Spot says something of the market; one of On-Demand, of any type, says something of the zone. */
export function withZoneRefusal(
  state: FleetState,
  { zone, capacityType, instanceType }: EventData<'OfferingUnavailable'>,
  at: string,
): FleetState {
  if (capacityType === 'spot' || instanceType !== null) return state;
  return withZoneTrouble(state, { zone, kind: 'launch', at });
}

/** A worker that was launched after a failed launch or join has joined there: the zone works. */
export function withZoneSuccess(state: FleetState, { zone, launchedAt }: Worker): FleetState {
  const isOver = (trouble: ZoneTrouble) => trouble.zone === zone && trouble.kind !== 'lost' && trouble.at <= launchedAt;
  if (!state.zoneTroubles.some(isOver)) return state;
  return { ...state, zoneTroubles: state.zoneTroubles.filter((trouble) => !isOver(trouble)) };
}

/** The newest shift of a zone, also when it has ended and only its repetitions are remembered. `now` is a timestamp. */
export function zoneShiftOf(state: FleetState, zone: string, now: string): ZoneShift | undefined {
  return state.zoneShifts.find((shift) => shift.zone === zone && isRemembered(shift, now));
}

/** Whether a zone is shifted away by its failures at that moment. */
export function isShiftedAway(state: FleetState, zone: string, now: string): boolean {
  return state.zoneShifts.some((shift) => shift.zone === zone && shift.until > now);
}

/** What led to the shift has been counted: the zone is judged anew by what comes. */
export function withZoneShift(state: FleetState, shift: EventData<'ZoneShifted'>, at: string): FleetState {
  const times = (zoneShiftOf(state, shift.zone, at)?.times ?? 0) + 1;
  const others = state.zoneShifts.filter((other) => other.zone !== shift.zone && isRemembered(other, at));
  return {
    ...state,
    zoneShifts: [...others, { ...shift, at, times }].slice(-MAX_SHIFTS),
    zoneTroubles: state.zoneTroubles.filter(({ zone }) => zone !== shift.zone),
  };
}

function isRemembered({ until }: ZoneShift, now: string): boolean {
  return Date.parse(now) - Date.parse(until) < FORGOTTEN_AFTER_MILLISECONDS;
}
