import type { Guard } from './guard.ts';

/** One decision at a time: the capacity-manager would refuse a second one. Replacements and repairs run beside it. */
export const operationInFlight: Guard = {
  name: 'operation-in-flight',
  judges: ['up', 'down'],
  bindsMinimum: true,
  objects({ fleet }) {
    const running = fleet.operations.find(({ decisionPosition }) => decisionPosition !== null);
    return running ? `the ${running.cause} of decision ${running.decisionPosition} is in flight` : null;
  },
};
