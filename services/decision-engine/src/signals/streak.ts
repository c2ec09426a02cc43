import type { Streak } from '@smartscale/events';
import type { SignalInput } from './signal.ts';

/** Ticks without a usable sample that a breach survives: an alert is due at the third, and what was seen before is then old. */
export const BREACH_SURVIVES_TICKS = 2;

/** Calm must have been seen at every tick: a scale-down needs more proof than a scale-up. */
export const CALM_SURVIVES_TICKS = 0;

/** This sample added to a streak, or the first of a new one when more ticks are missing from the old one than it survives. */
export function extendStreak(before: Streak | undefined, input: SignalInput, survivesTicks: number): Streak {
  // A streak that begins after this sample was written by a clock since put right.
  const usable = before !== undefined && before.since <= input.sampledAt && missingTicks(before, input) <= survivesTicks;
  if (!usable) return { samples: 1, since: input.sampledAt };
  return { samples: before.samples + 1, since: before.since };
}

function missingTicks(before: Streak, { sampledAtMilliseconds, intervalSeconds }: SignalInput): number {
  const elapsedSeconds = (sampledAtMilliseconds - Date.parse(before.since)) / 1_000;
  return Math.round(elapsedSeconds / Math.max(1, intervalSeconds)) - before.samples;
}
