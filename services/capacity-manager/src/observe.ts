import { type ClusterPod, drainPlan, KubernetesError } from '@smartscale/kubernetes';
import { fleet } from '@smartscale/projections';
import type { Candidate, Observed } from './decider.ts';
import type { Dependencies } from './session.ts';

/**
 * EC2 and the cluster side by side. Throws what EC2 throws. A cluster without an answer is told to `onSilence`: machines must not stay
 * unknown or unpaid for as long as an API server is down.
 */
export async function observe(
  { compute, kubernetes, clusterId }: Dependencies,
  onSilence: (error: KubernetesError) => void,
): Promise<Observed> {
  const silent = (error: unknown) => {
    if (!(error instanceof KubernetesError)) throw error;
    onSilence(error);
    return null;
  };
  const [instances, nodes] = await Promise.all([compute.listInstances(clusterId), kubernetes.listNodes().catch(silent)]);
  return { instances, nodes };
}

/** The joined workers whose nodes are Ready, with what would have to move. */
export async function observeCandidates(state: fleet.FleetState, { kubernetes }: Dependencies): Promise<readonly Candidate[]> {
  const nodes = await kubernetes.listNodes();
  const usable = nodes.flatMap(({ name, instanceId, ready, isServer }) => {
    const worker = instanceId === null || isServer || !ready ? undefined : state.workers[instanceId];
    return worker && fleet.isJoined(worker) ? [{ name, instanceId: worker.instanceId }] : [];
  });
  return Promise.all(
    usable.map(async ({ name, instanceId }) => candidateOf(instanceId, await kubernetes.listPodsOnNode(name))),
  );
}

function candidateOf(instanceId: string, pods: readonly ClusterPod[]): Candidate {
  const { evict, protectedPods } = drainPlan(pods);
  return { instanceId, pods: evict.length + protectedPods.length, doNotDisrupt: protectedPods.length > 0 };
}
