import { disruptedWorkers, disruptionObjection } from '@smartscale/projections/fleet';
import type { Guard } from './guard.ts';

/**
 * A scale-down drains a worker, so it keeps to the policy's disruption budget: in its hours, and not beside other workers that are
 * drained by choice. Where the budget cannot object it is not recorded: a policy with its default asks for no word in every decision.
 */
export const disruption: Guard = {
  name: 'disruption',
  judges: ['down'],
  bindsMinimum: false,
  concerns({ policy, fleet }) {
    const { windows, maxWorkers } = policy.disruption;
    return windows.length > 0 || maxWorkers === 0 || disruptedWorkers(fleet) > 0;
  },
  objects: ({ fleet, policy, now }) => disruptionObjection(fleet, policy, now),
};
