import type { FleetState, Worker } from './fleet-state.ts';

/** What a decision needs to know of the fleet. Draining workers count nowhere: they are on their way out. */
export type FleetCounts = {
  /** Ready to carry pods. */
  readonly joined: number;
  /** Planned or launched, not Ready yet. */
  readonly coming: number;
  /** Draining or drained, not terminated yet. */
  readonly leaving: number;
  /** At risk, and with a stand-in that counts in their place. */
  readonly covered: number;
};

export function countFleet(state: FleetState): FleetCounts {
  const workers = Object.values(state.workers);
  const counted = workers.filter((worker) => !isCovered(worker, state));
  const launched = counted.filter(({ status }) => status === 'launched').length;
  return {
    joined: counted.filter(isJoined).length,
    coming: launched + plannedLaunches(state),
    leaving: workers.filter(({ status }) => status === 'draining' || status === 'drained').length,
    covered: workers.length - counted.length,
  };
}

/** All workers here or coming that nobody has told to go, those at risk and their stand-ins too: what `workers.max` bounds. */
export function countStanding(state: FleetState): number {
  return Object.values(state.workers).filter(isStanding).length + plannedLaunches(state);
}

/** Workers that carry pods and are meant to go on doing so. */
export function isJoined(worker: Worker): boolean {
  return worker.status === 'joined';
}

/** A worker whose time to join was over, and that was not seen to be terminated yet. */
export function isGivenUp(worker: Worker): boolean {
  return worker.status === 'drained' && worker.cause === 'join-timeout';
}

/** Whether another worker counts in place of this one, which is at risk. One without a stand-in counts itself: it still carries pods. */
export function isCovered(worker: Worker, state: FleetState): boolean {
  return worker.atRisk !== undefined && isStanding(worker) && hasStandIn(worker.instanceId, state);
}

/** Whether a worker that was launched for it, or is going to be, is here or coming and meant to stay. */
export function hasStandIn(instanceId: string, { workers, operations }: FleetState): boolean {
  if (operations.some(({ pending }) => pending.some(({ replaces }) => replaces === instanceId))) return true;
  return Object.values(workers).some((worker) => worker.replaces === instanceId && isStanding(worker));
}

function isStanding({ status }: Worker): boolean {
  return status === 'launched' || status === 'joined';
}

function plannedLaunches({ operations }: FleetState): number {
  return operations.reduce((sum, { pending }) => sum + pending.length, 0);
}
