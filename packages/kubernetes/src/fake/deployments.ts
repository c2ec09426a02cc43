import { addPod, bind, endLater, removePod } from './pods.ts';
import type { Deployment, FakeNode, FakePod, World } from './world.ts';

/** Sets the number of replicas. Pods without a node go first, then the newest one of the node that has most of them. */
export function scaleDeployment(world: World, deployment: Deployment, replicas: number): void {
  deployment.replicas = replicas;
  while (replicasOf(deployment) > replicas) terminate(world, leastWanted(deployment), null);
  replenish(world, deployment);
}

/** Ends a pod and, when it was a replica, has its deployment make another one at once, as a ReplicaSet does. */
export function terminate(world: World, pod: FakePod, gracePeriodSeconds: number | null): void {
  if (pod.gone) return;
  const deployment = pod.owner?.kind === 'deployment' ? pod.owner : null;
  if (deployment && pod.endsAt === null) disown(world, deployment, pod);
  if (pod.node === null) removePod(world, pod);
  else endLater(world, pod, gracePeriodSeconds);
  if (deployment) replenish(world, deployment);
}

/** Gives a waiting replica its node. */
export function place(world: World, deployment: Deployment, node: FakeNode): void {
  const pod = deployment.waiting.shift();
  if (!pod) return;
  world.waitingCount -= 1;
  deployment.traits.size.waiting -= 1;
  const siblings = deployment.placed.get(node);
  if (siblings) siblings.push(pod);
  else deployment.placed.set(node, [pod]);
  deployment.placedCount += 1;
  bind(world, pod, node);
}

function replenish(world: World, deployment: Deployment): void {
  while (replicasOf(deployment) < deployment.replicas) {
    deployment.made += 1;
    const { namespace, traits } = deployment;
    const name = `${deployment.name}-${deployment.made}`;
    const key = { namespace, name, uid: `${namespace}/${name}` };
    deployment.waiting.push(addPod(world, { key, traits, owner: deployment, isMirror: false, phase: 'Pending' }));
    world.waitingCount += 1;
    traits.size.waiting += 1;
  }
}

/** Pods that are not terminating. */
function replicasOf(deployment: Deployment): number {
  return deployment.waiting.length + deployment.placedCount;
}

function leastWanted(deployment: Deployment): FakePod {
  const unplaced = deployment.waiting.at(-1);
  if (unplaced) return unplaced;
  let fullest: readonly FakePod[] = [];
  for (const siblings of deployment.placed.values()) if (siblings.length > fullest.length) fullest = siblings;
  return fullest.at(-1) as FakePod;
}

function disown(world: World, deployment: Deployment, pod: FakePod): void {
  if (pod.node === null) {
    deployment.waiting.splice(deployment.waiting.indexOf(pod), 1);
    world.waitingCount -= 1;
    deployment.traits.size.waiting -= 1;
    return;
  }
  const siblings = deployment.placed.get(pod.node) as FakePod[];
  siblings.splice(siblings.indexOf(pod), 1);
  if (siblings.length === 0) deployment.placed.delete(pod.node);
  deployment.placedCount -= 1;
}
