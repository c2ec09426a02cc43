import type { ScalingMemory, Streak } from '@smartscale/events';
import type { Evaluate } from './command.ts';
import type { Reading } from './signals/index.ts';
import type { Situation } from './situation.ts';

type Change = ScalingMemory['changes'][number];

/** As many as the event's schema allows. */
const MOST_CHANGES = 20;

/** The memory as the guards and signals of this evaluation are to see it: without a change that was refused. */
export function recall({ memory }: { readonly memory: ScalingMemory }, { fleet }: Evaluate): ScalingMemory {
  const refused = fleet.lastRefusal?.decisionPosition;
  if (refused === undefined || memory.changes.every(({ decisionPosition }) => decisionPosition !== refused)) return memory;
  return { ...memory, changes: memory.changes.filter(({ decisionPosition }) => decisionPosition !== refused) };
}

/** What the next evaluation has to know of this one. */
export function remember(
  situation: Situation,
  readings: readonly Reading[],
  {
    sample,
    now,
    decisionPosition,
    action,
  }: Pick<Evaluate, 'sample' | 'now' | 'decisionPosition'> & { action: 'up' | 'down' | 'hold' },
): ScalingMemory {
  const streaks: Record<string, Streak> = {};
  for (const { evidence, streak } of readings) if (streak) streaks[evidence.name] = streak;
  const changes = recentChanges(situation);
  if (action !== 'hold') changes.push({ decisionPosition, at: now, action });
  return { samplePosition: sample.position, streaks, changes: changes.slice(-MOST_CHANGES) };
}

/** Changes that a cooldown or the flap guard can still ask for. */
function recentChanges({ memory, now, policy }: Situation): Change[] {
  const { cooldown, flap, signals } = policy;
  const seconds = Math.max(cooldown.afterUpSeconds, cooldown.afterDownSeconds, flap.windowSeconds, signals.idle.forSeconds);
  return memory.changes.filter(({ at }) => now - Date.parse(at) < seconds * 1_000);
}
