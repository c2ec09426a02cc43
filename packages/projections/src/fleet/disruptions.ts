import type { DrainCause, FleetState } from './fleet-state.ts';

/**
 * Workers on their way out because we chose so, not gone yet: what the disruption budget counts. Interruptions, announced ones
 * too, and joins that timed out are not ours to choose.
 */
export function disruptedWorkers(state: FleetState): number {
  return Object.values(state.workers).filter(
    (worker) => (worker.status === 'draining' || worker.status === 'drained') && isChosen(worker.cause),
  ).length;
}

function isChosen(cause: DrainCause): boolean {
  switch (cause) {
    case 'scale-down':
    case 'repair':
      return true;
    case 'interruption':
    case 'rebalance':
    case 'join-timeout':
      return false;
  }
}
