import type { Guard } from './guard.ts';

/**
 * No scale-down that would be one change of direction too many within the window. Scale-ups are never blocked by it: a fleet
 * that swings stays large until the window has passed, which costs money instead of service.
 */
export const flapping: Guard = {
  name: 'flapping',
  judges: ['down'],
  bindsMinimum: false,
  objects({ memory, now, policy }) {
    const { maxReversals, windowSeconds } = policy.flap;
    let reversals = 0;
    let direction: string | undefined;
    for (const { action, at } of memory.changes) {
      if (now - Date.parse(at) >= windowSeconds * 1_000) continue;
      if (direction !== undefined && direction !== action) reversals += 1;
      direction = action;
    }
    if (direction === 'up') reversals += 1;
    return reversals > maxReversals ? `${reversals} changes of direction in ${windowSeconds} s, ${maxReversals} allowed` : null;
  },
};
