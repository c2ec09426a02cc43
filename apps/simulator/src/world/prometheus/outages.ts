import { randomOf } from '../random.ts';

const DAY_MILLISECONDS = 86_400_000;
const MINUTE_MILLISECONDS = 60_000;

/**
 * How Prometheus fails. silent: no answer in time. error: an answer of 500. stale: its series are old. partial: node-exporter's
 * CPU and the application's series are gone, the rest is there.
 */
export type OutageKind = 'silent' | 'error' | 'stale' | 'partial';

const KINDS: readonly OutageKind[] = ['silent', 'error', 'stale', 'partial'];

/** The outage that `now` lies in, or null: one a day, for 5 to 30 minutes, of some kind. It follows from seed and time alone. */
export function outageAt(seed: string | number, now: number): OutageKind | null {
  const day = Math.floor(now / DAY_MILLISECONDS);
  const minutes = 5 + Math.floor(25 * randomOf(seed, `outage/${day}/minutes`));
  const from = day * DAY_MILLISECONDS + Math.floor(1_400 * randomOf(seed, `outage/${day}/begin`)) * MINUTE_MILLISECONDS;
  if (now < from || now >= from + minutes * MINUTE_MILLISECONDS) return null;
  return KINDS[Math.floor(KINDS.length * randomOf(seed, `outage/${day}/kind`))] ?? null;
}
