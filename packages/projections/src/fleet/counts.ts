import type { FleetState, Worker } from './fleet-state.ts';

/** What a decision needs to know of the fleet. Draining workers count nowhere: they are on their way out. */
export type FleetCounts = {
  /** Ready to carry pods. */
  readonly joined: number;
  /** Planned or launched, not Ready yet. */
  readonly coming: number;
  /** Draining or drained, not terminated yet. */
  readonly leaving: number;
};

export function countFleet(state: FleetState): FleetCounts {
  const workers = Object.values(state.workers);
  const launched = workers.filter(({ status }) => status === 'launched').length;
  const planned = state.operations.reduce((sum, { pending }) => sum + pending.length, 0);
  return {
    joined: workers.filter(isJoined).length,
    coming: launched + planned,
    leaving: workers.filter(({ status }) => status === 'draining' || status === 'drained').length,
  };
}

/** Workers that carry pods and are meant to go on doing so. */
export function isJoined(worker: Worker): boolean {
  return worker.status === 'joined';
}
