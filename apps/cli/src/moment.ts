import { toTimestamp } from '@smartscale/events';
import { UsageError } from './exit.ts';

const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/** Whether a text looks like a moment rather than an event id. */
export function looksLikeMoment(text: string): boolean {
  return DATE_ONLY.test(text) || DATE_TIME.test(text);
}

/** Reads a date or date and time as a timestamp; without a zone it is UTC. UsageError otherwise. */
export function parseMoment(text: string): string {
  const zoned = DATE_ONLY.test(text) || /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const epoch = looksLikeMoment(text) ? Date.parse(zoned.replace(' ', 'T')) : Number.NaN;
  if (Number.isNaN(epoch)) {
    throw new UsageError(`"${text}" is not a moment: write for example 2026-11-24, 2026-11-24T20:04 or 2026-11-24T20:04:00Z`);
  }
  return toTimestamp(epoch);
}
