import type { EventData, RecordedEvent } from '@smartscale/events';
import type { Invariant, Scene } from '../invariant.ts';

type Change = { readonly id: string; readonly action: string; readonly at: number };

/**
 * Two changes in the same direction keep their distance, by the clock that they were decided by. A change that was refused counts
 * for nothing, restoring the minimum waits for nobody, and a clock that went back has no past to keep to.
 */
export const cooldownsRespected: Invariant = {
  name: 'cooldowns-respected',
  promise: 'No scale-up or scale-down follows the one before it within its cooldown.',
  watch(scene) {
    const changes: Change[] = [];
    const refused = new Set<string>();

    function judge(event: RecordedEvent<'ScaleDecided'>): void {
      const { data, id, position } = event;
      if (data.action === 'hold') return;
      const counting = changes.filter((change) => !refused.has(change.id));
      const complaint = complaintOf(data, counting, cooldownsOf(data, scene));
      if (complaint) scene.report(`decision ${position} ${complaint}`);
      changes.push({ id, action: data.action, at: Date.parse(data.basis.now) });
      if (changes.length > REMEMBERED) changes.shift();
    }

    return {
      appended(events) {
        for (const event of events) {
          if (event.type === 'ScaleRefused') refused.add(event.data.decisionId);
          if (event.type === 'ScaleDecided') judge(event);
        }
      },
    };
  },
};

const REMEMBERED = 50;

type Cooldowns = Readonly<Record<'up' | 'down' | 'hold', number>>;

function cooldownsOf({ basis }: EventData<'ScaleDecided'>, scene: Scene): Cooldowns {
  const { cooldown } = scene.policyOf(basis.policyVersion)?.policy ?? scene.policy();
  return { up: cooldown.afterUpSeconds, down: cooldown.afterDownSeconds, hold: 0 };
}

function complaintOf(
  { action, basis, decidedBy }: EventData<'ScaleDecided'>,
  changes: readonly Change[],
  cooldowns: Cooldowns,
): string | null {
  const at = Date.parse(basis.now);
  const before = changes.findLast((change) => change.action === action && change.at <= at);
  if (!before || decidedBy === 'minimum') return null;
  const seconds = Math.round((at - before.at) / 1_000);
  if (seconds >= cooldowns[action]) return null;
  return `is ${action} ${seconds} s after the last one, ${cooldowns[action]} s is the least`;
}
