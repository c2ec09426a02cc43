import type { EventData } from '@smartscale/events';
import type { FleetState, UnavailableOffering, Worker } from './fleet-state.ts';

/** An offering that has not failed for this long after its mark ended begins anew. */
const FORGOTTEN_AFTER_MILLISECONDS = 3_600_000;
/** More than a policy of ten zones and twenty types has offerings. */
const MAX_REMEMBERED = 500;
/** A new worker proves nothing about an offering whose workers EC2 takes back: only time does. */
const INTERRUPTED = 'SpotInterruption';

type Offering = Pick<UnavailableOffering, 'instanceType' | 'zone' | 'capacityType'>;

/** The mark of an offering, also when it has ended and only its failures are remembered. `now` is a timestamp. */
export function offeringMark(state: FleetState, offering: Offering, now: string): UnavailableOffering | undefined {
  return state.unavailable.find((mark) => isSame(mark, offering) && isRemembered(mark, now));
}

/** Marks an offering; each failure that is remembered makes it one more in a row. */
export function withOfferingFailure(state: FleetState, failed: EventData<'OfferingUnavailable'>, at: string): FleetState {
  const failures = (offeringMark(state, failed, at)?.failures ?? 0) + 1;
  const others = state.unavailable.filter((mark) => !isSame(mark, failed) && isRemembered(mark, at));
  return { ...state, unavailable: [...others, { ...failed, at, failures }].slice(-MAX_REMEMBERED) };
}

/** A worker that was launched after a failure has joined: that failure is over, and so are those before it. */
export function withOfferingSuccess(state: FleetState, { zone, capacityType, instanceType, launchedAt }: Worker): FleetState {
  const isProvenWrong = (mark: UnavailableOffering) =>
    isSame(mark, { zone, capacityType, instanceType: mark.instanceType && instanceType }) &&
    mark.code !== INTERRUPTED &&
    mark.at <= launchedAt;
  if (!state.unavailable.some(isProvenWrong)) return state;
  return { ...state, unavailable: state.unavailable.filter((mark) => !isProvenWrong(mark)) };
}

function isRemembered({ until }: UnavailableOffering, now: string): boolean {
  return Date.parse(now) - Date.parse(until) < FORGOTTEN_AFTER_MILLISECONDS;
}

function isSame(one: Offering, other: Offering): boolean {
  return one.instanceType === other.instanceType && one.zone === other.zone && one.capacityType === other.capacityType;
}
