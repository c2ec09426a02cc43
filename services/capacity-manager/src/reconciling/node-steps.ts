import type { ClusterNode } from '@smartscale/kubernetes';
import type { Step, View } from './steps.ts';

/**
 * The Node object of an instance that is gone is deleted, which also frees the node's password in K3s. Where EC2 has forgotten
 * the instance already, only a node that we had cordoned ourselves is known to be ours.
 */
export function nodeSteps(node: ClusterNode, { state, instanceOf }: View): readonly Step[] {
  if (node.isServer || node.instanceId === null || state.workers[node.instanceId]) return [];
  const instance = instanceOf.get(node.instanceId);
  const isGone = instance ? instance.state === 'terminated' : node.cordonedFor !== null && !node.ready;
  return isGone ? [{ kind: 'delete-node', nodeName: node.name }] : [];
}
