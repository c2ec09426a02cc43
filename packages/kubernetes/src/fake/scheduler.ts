import { place } from './deployments.ts';
import type { FakeNode, SizeClass, World } from './world.ts';

/**
 * Gives every waiting pod that fits somewhere its node: highest priority first, without preemption. As kube-scheduler's
 * LeastAllocated does, the node with the largest free share after placing wins; then the one with fewer pods; then the older.
 */
export function placeWaiting(world: World): void {
  if (world.waitingCount === 0) return;
  for (const deployment of world.deployments) {
    while (deployment.waiting.length > 0) {
      const node = bestNode(world, deployment.traits.size);
      if (!node) break;
      place(world, deployment, node);
    }
  }
}

function bestNode(world: World, size: SizeClass): FakeNode | undefined {
  let best: FakeNode | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const node of world.nodes.values()) {
    if (!node.ready || node.cordoned || node.isServer) continue;
    const freeMillicores = node.millicores - node.requestedMillicores - size.millicores;
    const freeBytes = node.bytes - node.requestedBytes - size.bytes;
    if (freeMillicores < 0 || freeBytes < 0) continue;
    const score = freeMillicores / node.millicores + freeBytes / node.bytes;
    if (score > bestScore || (score === bestScore && best && node.pods.size < best.pods.size)) {
      best = node;
      bestScore = score;
    }
  }
  return best;
}
