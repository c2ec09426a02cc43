import { outsideWindows, type Policy } from '@smartscale/events';
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

/**
 * Why no further worker may be disrupted by choice, as one clause: the hour is outside the policy's windows, or as many as its budget
 * allows are on their way out. Null when one may. `now` in epoch milliseconds.
 */
export function disruptionObjection(state: FleetState, { disruption }: Policy, now: number): string | null {
  const { maxWorkers } = disruption;
  const outside = outsideWindows(disruption, now);
  if (outside !== null) return outside;
  const disrupted = disruptedWorkers(state);
  if (disrupted < maxWorkers) return null;
  if (maxWorkers === 0) return 'the policy lets no worker be disrupted by choice';
  const drained = disrupted === 1 ? '1 worker is' : `${disrupted} workers are`;
  return `${drained} being drained by choice, ${maxWorkers} at once may be`;
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
