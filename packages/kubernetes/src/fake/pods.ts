import type { DaemonSet, FakeNode, FakePod, World } from './world.ts';

/** Makes a pod known. It has no node yet. */
export function addPod(world: World, made: Omit<FakePod, 'node' | 'graceSeconds' | 'endsAt' | 'gone' | 'createdAt'>): FakePod {
  const pod: FakePod = { ...made, createdAt: world.time, node: null, graceSeconds: null, endsAt: null, gone: false };
  world.pods.set(pod.key.uid, pod);
  world.revision += 1;
  return pod;
}

/** A worker's own pod of a DaemonSet. It needs no scheduler. */
export function addDaemonPod(world: World, daemonSet: DaemonSet, node: FakeNode): void {
  if (node.isServer) return;
  daemonSet.made += 1;
  const { namespace, traits } = daemonSet;
  const name = `${daemonSet.name}-${daemonSet.made}`;
  const key = { namespace, name, uid: `${namespace}/${name}` };
  bind(world, addPod(world, { key, traits, owner: daemonSet, isMirror: false, phase: 'Pending' }), node);
}

/** Puts a pod on a node, where it starts to run after its start-up time. */
export function bind(world: World, pod: FakePod, node: FakeNode): void {
  pod.node = node;
  node.pods.add(pod);
  const { size } = pod.traits;
  node.requestedMillicores += size.millicores;
  node.requestedBytes += size.bytes;
  if (isCounted(pod, node)) size.bound += 1;
  if (pod.phase === 'Pending') startLater(world, pod);
  world.revision += 1;
}

function startLater(world: World, pod: FakePod): void {
  world.startingCount += 1;
  world.agenda.add(world.time + pod.traits.startSeconds * 1_000, () => {
    if (pod.gone || !pod.node?.alive) return;
    stopCountingAsStarting(world, pod);
    pod.phase = 'Running';
    world.revision += 1;
  });
}

/**
 * Begins the end of a pod that has a node: SIGTERM, then gone when it has stopped or its grace is over. Asked again, a shorter
 * grace counts and a longer one does not. On a dead instance nobody ends it: it stays until the Node is deleted.
 */
export function endLater(world: World, pod: FakePod, gracePeriodSeconds: number | null): void {
  const grace = gracePeriodSeconds ?? pod.traits.gracePeriodSeconds;
  if (pod.graceSeconds === null || grace < pod.graceSeconds) pod.graceSeconds = grace;
  const endsAt = world.time + Math.min(grace, pod.traits.stopSeconds) * 1_000;
  if (pod.endsAt !== null && pod.endsAt <= endsAt) return;
  pod.endsAt = endsAt;
  world.revision += 1;
  if (endsAt === world.time) endNow(world, pod);
  else world.agenda.add(endsAt, () => endNow(world, pod));
}

function endNow(world: World, pod: FakePod): void {
  if (pod.node?.alive) removePod(world, pod);
}

/** Takes a pod out of the world and frees what it had requested. A DaemonSet makes a new one at once while the node is there. */
export function removePod(world: World, pod: FakePod): void {
  if (pod.gone) return;
  stopCountingAsStarting(world, pod);
  pod.gone = true;
  world.pods.delete(pod.key.uid);
  world.revision += 1;
  const { node } = pod;
  if (!node) return;
  const { size } = pod.traits;
  node.pods.delete(pod);
  node.requestedMillicores -= size.millicores;
  node.requestedBytes -= size.bytes;
  if (isCounted(pod, node)) size.bound -= 1;
  if (pod.owner?.kind === 'daemon-set' && node.present) addDaemonPod(world, pod.owner, node);
}

function stopCountingAsStarting(world: World, pod: FakePod): void {
  if (pod.node && pod.phase === 'Pending') world.startingCount -= 1;
}

/** DaemonSet pods follow the nodes, and the server is not a worker: neither says how much work there is. */
function isCounted(pod: FakePod, node: FakeNode): boolean {
  return pod.owner?.kind !== 'daemon-set' && !node.isServer;
}
