import type { RecordedEvent } from '../envelope.ts';

/** How many days an event is kept; null: for good. */
export type RetentionDaysOf = (event: RecordedEvent) => number | null;

/** Days that samples and decisions to hold are kept: what a forecast of the brief's kind looks back on. */
export const DEFAULT_RETENTION_DAYS = 30;

/**
 * One in so many of the short-lived events is kept for good. So a stream never empties, not even of a cluster that slept for
 * longer than the retention: its next event is numbered on from the last kept one instead of from 1 again.
 */
export const KEPT_EVERY = 10;

/** Samples, misses and decisions to hold go after `days`, but for every tenth; whatever changed something stays. */
export function expireRoutine(days: number = DEFAULT_RETENTION_DAYS): RetentionDaysOf {
  return (event) => (isRoutine(event) && event.position % KEPT_EVERY !== 0 ? days : null);
}

function isRoutine(event: RecordedEvent): boolean {
  if (event.type === 'MetricsSampled' || event.type === 'MetricsMissed') return true;
  return (event.type === 'ScaleDecided' || event.type === 'ShadowDecided') && event.data.action === 'hold';
}
