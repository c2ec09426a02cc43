import type { fleet } from '@smartscale/projections';
import { LISTING_LAG_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import type { View } from './steps.ts';

/** Why a worker's machine is believed to be gone, as one clause; null when it is there or there is doubt. */
export function goneBecause(worker: fleet.Worker, view: View): string | null {
  const instance = view.instanceOf.get(worker.instanceId);
  if (instance) {
    const { state } = instance;
    return state === 'pending' || state === 'running' ? null : `EC2 shows the instance as ${state}`;
  }
  return isMissedByAll(worker, view) ? 'EC2 does not list the instance and the cluster has no Ready node of it' : null;
}

/**
 * An instance that EC2 does not list counts as gone only if the cluster agrees: a wrong region, a changed tag or an answer
 * cut short would otherwise end the whole fleet. One that never had a node is left to its join time-out.
 */
function isMissedByAll(worker: fleet.Worker, { nodeOf, nodesTrusted, now }: View): boolean {
  if (worker.status === 'launched' || !nodesTrusted) return false;
  return secondsBetween(worker.launchedAt, now) > LISTING_LAG_SECONDS && !nodeOf.get(worker.instanceId)?.ready;
}
