import { nodeNameOf } from '@smartscale/events';
import type { ClusterNode } from '@smartscale/kubernetes';
import { LISTING_LAG_SECONDS } from '../limits.ts';
import type { Step, View } from './steps.ts';

/**
 * The Node object of an instance that is gone is deleted, which also frees the node's password in K3s. Where EC2 has forgotten
 * the instance already, a node is known to be ours by our cordon, or by its name when it is older than EC2's list may lag.
 */
export function nodeSteps(node: ClusterNode, { state, instanceOf, now }: View): readonly Step[] {
  if (node.isServer || node.instanceId === null || state.workers[node.instanceId]) return [];
  const instance = instanceOf.get(node.instanceId);
  const isOurs = node.cordonedFor !== null || node.name === nodeNameOf(node.instanceId);
  const isOld = node.createdAt + LISTING_LAG_SECONDS * 1_000 < now;
  const isGone = instance ? instance.state === 'terminated' : isOurs && isOld && !node.ready;
  return isGone ? [{ kind: 'delete-node', nodeName: node.name }] : [];
}
