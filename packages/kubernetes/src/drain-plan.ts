import type { ClusterPod } from './port.ts';

/** What a drain has to do with each pod of a node. Pods that may stay are in none of the lists. */
export type DrainPlan = {
  /** To be evicted, lowest priority first; of equal ones the longest grace first, as it needs the most time. */
  readonly evict: readonly ClusterPod[];
  /** Annotated do-not-disrupt: evicted by nobody's choice. */
  readonly protectedPods: readonly ClusterPod[];
  /** Already on their way out. */
  readonly awaited: readonly ClusterPod[];
};

/**
 * Sorts the pods of a node. DaemonSet pods tolerate the cordon and would come back; a mirror pod belongs to the kubelet's own
 * files; a pod that has succeeded or failed runs nothing any more: these three stay.
 */
export function drainPlan(pods: readonly ClusterPod[]): DrainPlan {
  const moving = pods.filter((pod) => !staysOnNode(pod)).sort(byPriority);
  return {
    evict: moving.filter((pod) => !pod.terminating && !pod.doNotDisrupt),
    protectedPods: moving.filter((pod) => !pod.terminating && pod.doNotDisrupt),
    awaited: moving.filter((pod) => pod.terminating),
  };
}

/** Everything that keeps the drain from being done. */
export function remainingPods(plan: DrainPlan): readonly ClusterPod[] {
  return [...plan.evict, ...plan.protectedPods, ...plan.awaited];
}

/** `namespace/name`, as people and events name a pod. */
export function podPath({ namespace, name }: Pick<ClusterPod, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

function staysOnNode({ isDaemon, isMirror, phase }: ClusterPod): boolean {
  return isDaemon || isMirror || phase === 'Succeeded' || phase === 'Failed';
}

function byPriority(one: ClusterPod, other: ClusterPod): number {
  return one.priority - other.priority || other.gracePeriodSeconds - one.gracePeriodSeconds;
}
