import * as z from 'zod';

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A moment as `Date.prototype.toISOString` writes it. One form only, so that order as text is order in time. */
export const timestamp = z.string().regex(CANONICAL, 'expected a UTC time such as 2026-11-24T08:00:00.000Z');

/** Epoch milliseconds to the one textual form used in events. */
export function toTimestamp(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
