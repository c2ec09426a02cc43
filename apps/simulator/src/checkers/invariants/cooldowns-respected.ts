import type { Invariant } from '../invariant.ts';

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
    return {
      appended(events) {
        for (const { type, id, data, position } of events) {
          if (type === 'ScaleRefused') refused.add(data.decisionId);
          if (type !== 'ScaleDecided' || data.action === 'hold') continue;
          const at = Date.parse(data.basis.now);
          const policy = scene.policyOf(data.basis.policyVersion)?.policy ?? scene.policy();
          const { afterUpSeconds, afterDownSeconds } = policy.cooldown;
          const cooldown = data.action === 'up' ? afterUpSeconds : afterDownSeconds;
          const before = changes.findLast(
            (change) => change.action === data.action && change.at <= at && !refused.has(change.id),
          );
          if (before && at - before.at < cooldown * 1_000 && data.decidedBy !== 'minimum') {
            const seconds = Math.round((at - before.at) / 1_000);
            scene.report(`decision ${position} is ${data.action} ${seconds} s after the last one, ${cooldown} s is the least`);
          }
          changes.push({ id, action: data.action, at });
          if (changes.length > 50) changes.shift();
        }
      },
    };
  },
};
