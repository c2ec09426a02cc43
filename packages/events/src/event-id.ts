import { hash } from 'node:crypto';
import * as z from 'zod';

const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The same id for the same cause: a UUID version 8 (RFC 9562) of 48 bits of time, as in version 7, and 74 bits of SHA-256
 * over `parts`. A repeated write therefore carries the id of the first one, and the id alone says where in time to look.
 */
export function deriveEventId(atEpochMilliseconds: number, ...parts: readonly (string | number)[]): string {
  const time = atEpochMilliseconds.toString(16).padStart(12, '0');
  const digest = hash('sha256', parts.join('\n'), 'hex');
  const variant = ((Number.parseInt(digest.charAt(3), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-8${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}

/** The id of an event: a UUID of version 7 or 8, lower-case. Its first 48 bits are a time, which `explain` looks events up by. */
export const eventId = z.string().regex(UUID, 'expected a UUID of version 7 or 8, as deriveEventId makes it');

/** Whether a text is the id of an event. */
export function isEventId(text: string): boolean {
  return UUID.test(text);
}

/** Epoch milliseconds inside a version 7 or 8 id, or undefined for any other text. */
export function timeOfEventId(id: string): number | undefined {
  const match = UUID.exec(id);
  return match ? Number.parseInt(`${match[1]}${match[2]}`, 16) : undefined;
}
