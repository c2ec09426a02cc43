import { type ScalingMemory, type SizingAccount, type Streak, toTimestamp } from '@smartscale/events';
import type { Evaluate } from './command.ts';
import type { Reading } from './signals/index.ts';
import type { Situation } from './situation.ts';

type Change = ScalingMemory['changes'][number];

/** As many as the event's schema allows. */
const MOST_CHANGES = 20;

/**
 * The memory as the guards and signals of this evaluation are to see it: without a change that was refused, and without one that
 * lies ahead. That one was written by a clock since put right, and must not block for as long as the clock was wrong.
 */
export function recall({ memory }: { readonly memory: ScalingMemory }, { fleet, now }: Evaluate): ScalingMemory {
  const refused = fleet.lastRefusal?.decisionPosition;
  const counts = ({ decisionPosition, at }: Change) => decisionPosition !== refused && at <= now;
  return memory.changes.every(counts) ? memory : { ...memory, changes: memory.changes.filter(counts) };
}

/** What the next evaluation has to know of this one and of those before it. Its own change is added when it is folded. */
export function remember(
  situation: Situation,
  { readings, account }: { readonly readings: readonly Reading[]; readonly account: SizingAccount | null },
  { sample }: Evaluate,
): ScalingMemory {
  const streaks: Record<string, Streak> = {};
  for (const { evidence, streak } of readings) if (streak) streaks[evidence.name] = streak;
  return { samplePosition: sample.position, streaks, changes: recentChanges(situation).slice(-MOST_CHANGES), account };
}

/** Changes that a cooldown, the flap guard or the calm of the idle signal can still ask for. */
function recentChanges({ memory, now, policy }: Situation): readonly Change[] {
  if (memory.changes.length === 0) return memory.changes;
  const { cooldown, flap, signals } = policy;
  const seconds = Math.max(cooldown.afterUpSeconds, cooldown.afterDownSeconds, flap.windowSeconds, signals.idle.forSeconds);
  // Timestamps have one form, so that their order as text is their order in time.
  const after = toTimestamp(now - seconds * 1_000);
  return memory.changes.filter(({ at }) => at > after);
}
