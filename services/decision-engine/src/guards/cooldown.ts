import type { Situation } from '../situation.ts';
import type { Guard } from './guard.ts';

/** No second scale-up before the first has shown its effect. Its clock runs from the last scale-up that was not refused. */
export const cooldownUp: Guard = {
  name: 'cooldown-up',
  judges: ['up'],
  bindsMinimum: false,
  objects: (situation) => secondsLeft(situation, 'up', situation.policy.cooldown.afterUpSeconds),
};

/** No second scale-down before the first has shown its effect. A clock of its own. */
export const cooldownDown: Guard = {
  name: 'cooldown-down',
  judges: ['down'],
  bindsMinimum: false,
  objects: (situation) => secondsLeft(situation, 'down', situation.policy.cooldown.afterDownSeconds),
};

function secondsLeft({ memory, now }: Situation, action: 'up' | 'down', cooldownSeconds: number): string | null {
  const last = memory.changes.findLast((change) => change.action === action);
  if (last === undefined) return null;
  const left = cooldownSeconds - (now - Date.parse(last.at)) / 1_000;
  return left > 0 ? `${Math.ceil(left)} of ${cooldownSeconds} s cooldown left` : null;
}
