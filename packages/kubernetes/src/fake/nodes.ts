import { terminate } from './deployments.ts';
import { addDaemonPod, removePod } from './pods.ts';
import type { NodeSpec } from './specs.ts';
import type { FakeNode, World } from './world.ts';

/** A kubelet registers. A worker gets a pod of every DaemonSet. */
export function addNode(world: World, spec: NodeSpec): void {
  if (world.nodes.has(spec.name)) throw new Error(`there is a node ${spec.name} already`);
  const { name, instanceId, zone, labels = {}, isServer = false, ready = false, bytes } = spec;
  const node: FakeNode = {
    ...{ name, instanceId, zone, labels, isServer, ready, bytes, createdAt: world.time },
    millicores: Math.round(spec.cores * 1_000),
    pods: new Set(),
    ...{ requestedMillicores: 0, requestedBytes: 0, notReadySince: null },
    ...{ cordoned: false, cordonedFor: null, alive: true, present: true },
  };
  world.nodes.set(name, node);
  for (const daemonSet of world.daemonSets) addDaemonPod(world, daemonSet, node);
  noteNodeChange(world);
}

/** The kubelet reports, or stops to. When a node stays NotReady its pods are given up and replaced in the end. */
export function setReady(world: World, node: FakeNode, ready: boolean): void {
  if (node.ready === ready) return;
  node.ready = ready;
  node.notReadySince = ready ? null : world.time;
  noteNodeChange(world);
  if (ready) return;
  const since = world.time;
  world.agenda.add(since + world.timings.podEvictionSeconds * 1_000, () => {
    if (node.present && node.notReadySince === since) giveUpPods(world, node);
  });
}

/** The instance is gone from one moment to the next. The control plane finds out later, by silence. */
export function loseInstance(world: World, node: FakeNode): void {
  if (!node.alive) return;
  node.alive = false;
  world.agenda.add(world.time + world.timings.nodeMonitorGraceSeconds * 1_000, () => {
    if (node.present) setReady(world, node, false);
  });
}

/** Deletes the Node object. Its pods are collected with it, and replaced. */
export function removeNode(world: World, node: FakeNode): void {
  world.nodes.delete(node.name);
  node.present = false;
  noteNodeChange(world);
  for (const pod of [...node.pods]) {
    terminate(world, pod, 0);
    removePod(world, pod);
  }
}

/** DaemonSet and mirror pods tolerate the taint of a node that is not ready. */
function giveUpPods(world: World, node: FakeNode): void {
  for (const pod of [...node.pods]) {
    if (pod.owner?.kind !== 'daemon-set' && !pod.isMirror) terminate(world, pod, null);
  }
}

/** The API's list of nodes is made afresh. */
export function noteNodeChange(world: World): void {
  world.nodeList = null;
  world.revision += 1;
}
