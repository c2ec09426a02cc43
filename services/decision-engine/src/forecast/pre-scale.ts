import type { Policy } from '@smartscale/events';

type Amounts = { readonly cores: number; readonly bytes: number };
type Thresholds = Pick<Policy, 'signals'>;

/** As long as a worker takes to join where none has joined yet. */
const UNKNOWN_JOIN_SECONDS = 120;

/** The plain rule is ready a quarter of an hour before the hour that it speaks of: at 08:45 for nine o'clock. */
const BRIEF_LEAD_SECONDS = 900;

type Ahead = {
  /** Who foresees. */
  readonly forecaster: string;
  readonly intervalSeconds: number;
  /** As measured on the fleet; null where none has joined yet. */
  readonly joinSeconds: number | null;
};

/** How far ahead a decision looks: as long as the policy says, or until a worker asked for at the next evaluation would have joined. */
export function leadSecondsOf(
  { leadSeconds }: Policy['forecast'],
  { forecaster, intervalSeconds, joinSeconds }: Ahead,
): number {
  if (leadSeconds !== null) return leadSeconds;
  const measured = intervalSeconds + (joinSeconds ?? UNKNOWN_JOIN_SECONDS);
  return forecaster === 'brief' ? Math.max(BRIEF_LEAD_SECONDS, measured) : measured;
}

/** Workers, whole and broken, at which a demand would be right at the thresholds where the reactive rules act. */
export function workersAtThreshold({ cores, bytes }: Amounts, size: Amounts, { signals }: Thresholds): number {
  const byCores = (100 * cores) / (signals.cpu.scaleUpAbovePercent * size.cores);
  const byBytes = (100 * bytes) / (signals.memory.scaleUpAbovePercent * size.bytes);
  return Math.max(byCores, byBytes);
}
