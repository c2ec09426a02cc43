import type { fleet } from '@smartscale/projections';
import { NODELESS_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import type { Step, View } from './steps.ts';

/**
 * A machine that runs on after its Node was deleted, or was lost with a restored cluster, carries nothing that the cluster knows of, and
 * a kubelet does not register twice: it is ended, one at each sample, and the next one shows it as lost. Only with a cluster that
 * shows other nodes. A node that is there and not Ready is Kubernetes' to judge: it may come back with its pods.
 */
export function ghostSteps({ state, instanceOf, nodeOf, nodesTrusted, now }: View): readonly Step[] {
  if (!nodesTrusted) return [];
  const isGhost = (worker: fleet.Worker) =>
    worker.status === 'joined' &&
    instanceOf.get(worker.instanceId)?.state === 'running' &&
    !nodeOf.has(worker.instanceId) &&
    secondsBetween(worker.joinedAt, now) >= NODELESS_SECONDS;
  return Object.values(state.workers)
    .filter(isGhost)
    .slice(0, 1)
    .map(({ instanceId }): Step => ({ kind: 'reap', instanceId, why: 'no-node' }));
}
