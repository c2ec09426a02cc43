import type { EventType } from '../catalogue/index.ts';
import type { RecordedEvent } from '../envelope.ts';
import type { StreamCategory } from '../streams.ts';

/** How many days an event is kept; null: for good. At least LEAST_RETENTION_DAYS. */
export type RetentionDaysOf = (event: RecordedEvent) => number | null;

/** Days that samples and decisions to hold are kept: what a forecast looks back on. */
export const DEFAULT_RETENTION_DAYS = 30;

/** No event goes sooner, whatever the retention is or was: after a shorter pause nothing of a stream can be missing. */
export const LEAST_RETENTION_DAYS = 1;

/**
 * One in so many of the short-lived events is kept for good. It bounds where a stream can have ended whose last events are
 * gone: before the next multiple. So this number must never change for a table that is in use.
 */
export const KEPT_EVERY = 10;

/** The streams that hold short-lived events. */
const SHORT_LIVED: readonly StreamCategory[] = ['metrics', 'scaling'];

const ROUTINE: readonly EventType[] = ['MetricsSampled', 'MetricsMissed', 'ForecastMade', 'ForecastScored'];

/**
 * Samples, misses, forecasts with their scores and decisions to hold go after `days`, but for the first of a stream and every tenth; whatever changed
 * something stays. Throws RangeError on less than LEAST_RETENTION_DAYS.
 */
export function expireRoutine(days: number = DEFAULT_RETENTION_DAYS): RetentionDaysOf {
  if (!(days >= LEAST_RETENTION_DAYS))
    throw new RangeError(`events are kept for ${LEAST_RETENTION_DAYS} day or more, not ${days}`);
  return (event) => (isRoutine(event) && !isKept(event.position) ? days : null);
}

/** Whether the event at a position stays even if its like goes. */
function isKept(position: number): boolean {
  return position === 1 || position % KEPT_EVERY === 0;
}

/** The first position after `position` that a stream cannot have reached, when it has no kept event after `position`. */
export function nextKept(position: number): number {
  return (Math.floor(position / KEPT_EVERY) + 1) * KEPT_EVERY;
}

/** Whether events of a stream may expire. */
export function isShortLived(stream: string): boolean {
  return SHORT_LIVED.some((category) => stream.startsWith(`${category}-`));
}

function isRoutine(event: RecordedEvent): boolean {
  if (ROUTINE.includes(event.type)) return true;
  return (event.type === 'ScaleDecided' || event.type === 'ShadowDecided') && event.data.action === 'hold';
}
