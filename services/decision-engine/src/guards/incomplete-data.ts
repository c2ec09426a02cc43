import type { Situation } from '../situation.ts';
import type { Guard } from './guard.ts';

/** No scale-down while anything that could object to it cannot be seen. What is seen may still add workers. */
export const incompleteData: Guard = {
  name: 'incomplete-data',
  judges: ['down'],
  bindsMinimum: false,
  objects(situation) {
    const { joined, load } = situation;
    const unseen = unseenParts(situation);
    if (unseen.length > 0) return `${unseen.join(', ')} missing`;
    const { reporting } = load.workers;
    return reporting < joined ? `only ${reporting} of ${joined} workers report` : null;
  },
};

function unseenParts({ load, policy }: Situation): readonly string[] {
  const unseen = new Set<string>(load.missing);
  for (const part of ['cpu', 'memory', 'pods', 'requests'] as const) if (load[part] === null) unseen.add(part);
  for (const { name } of policy.signals.application) {
    const measured = load.application.find((signal) => signal.name === name);
    if (measured === undefined || measured.value === null) unseen.add(name);
  }
  return [...unseen];
}
