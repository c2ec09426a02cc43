import type { Policy } from '@smartscale/events';

type Amounts = { readonly cores: number; readonly bytes: number };
type Thresholds = Pick<Policy, 'signals'>;

/** As long as a worker takes to join where none has joined yet. */
const UNKNOWN_JOIN_SECONDS = 120;

/** How far ahead a decision looks: as long as the policy says, or until a worker asked for at the next evaluation would have joined. */
export function leadSecondsOf(
  { leadSeconds }: Policy['forecast'],
  { intervalSeconds, joinSeconds }: { readonly intervalSeconds: number; readonly joinSeconds: number | null },
): number {
  return leadSeconds ?? intervalSeconds + (joinSeconds ?? UNKNOWN_JOIN_SECONDS);
}

/** Workers, whole and broken, at which a demand would be right at the thresholds where the reactive rules act. */
export function workersAtThreshold({ cores, bytes }: Amounts, size: Amounts, { signals }: Thresholds): number {
  const byCores = (100 * cores) / (signals.cpu.scaleUpAbovePercent * size.cores);
  const byBytes = (100 * bytes) / (signals.memory.scaleUpAbovePercent * size.bytes);
  return Math.max(byCores, byBytes);
}
