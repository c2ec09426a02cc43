import { type DomainEvent, type EventData, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { UpContext } from './plan-up.ts';

export type FailedOffering = Omit<EventData<'OfferingUnavailable'>, 'until'>;

/**
 * Marks an offering that failed: for `offeringMemorySeconds`, and twice as long with each further failure, up to
 * `offeringMemoryMaxSeconds`. Null while it is left alone already: what fails then was begun before, and is the same failure.
 */
export function leaveAlone(
  failed: FailedOffering,
  { state, policy, now }: UpContext,
): DomainEvent<'OfferingUnavailable'> | null {
  const moment = toTimestamp(now);
  const mark = fleet.offeringMark(state, failed, moment);
  if (mark && mark.until > moment) return null;
  const { offeringMemorySeconds, offeringMemoryMaxSeconds } = policy.launch;
  const seconds = doubled(offeringMemorySeconds, mark?.failures ?? 0, offeringMemoryMaxSeconds);
  return { type: 'OfferingUnavailable', data: { ...failed, until: toTimestamp(now + seconds * 1_000) } };
}

/** `seconds` doubled so many times, but not beyond `maxSeconds`, which is no less than `seconds`. */
export function doubled(seconds: number, times: number, maxSeconds: number): number {
  let result = seconds;
  for (let time = 0; time < times && result > 0 && result < maxSeconds; time += 1) result *= 2;
  return Math.min(result, Math.max(seconds, maxSeconds));
}
