import { scaleDeployment } from './deployments.ts';
import { noteNodeChange } from './nodes.ts';
import { addDaemonPod, addPod, bind } from './pods.ts';
import type { BarePodSpec, DaemonSetSpec, DeploymentSpec, PodSpec } from './specs.ts';
import type { DaemonSet, Deployment, FakeNode, PodTraits, SizeClass, World } from './world.ts';

/** Adds a deployment and its first replicas. */
export function deploy(world: World, spec: DeploymentSpec): void {
  if (world.deployments.some(({ name }) => name === spec.name)) throw new Error(`there is a deployment ${spec.name} already`);
  const deployment: Deployment = {
    ...{ kind: 'deployment', namespace: spec.namespace ?? 'default', name: spec.name, traits: traitsOf(world, spec) },
    ...{ replicas: 0, made: 0, waiting: [], placed: new Map(), placedCount: 0 },
  };
  world.deployments.push(deployment);
  world.deployments.sort((one, other) => other.traits.priority - one.traits.priority);
  scaleDeployment(world, deployment, spec.replicas);
}

/** `system-node-critical`, as node agents have it. */
const NODE_CRITICAL_PRIORITY = 2_000_001_000;

/** Adds a DaemonSet, and its pod on every worker that is there. */
export function addDaemonSet(world: World, spec: DaemonSetSpec): void {
  const traits = traitsOf(world, { ...spec, priority: NODE_CRITICAL_PRIORITY });
  const daemonSet: DaemonSet = {
    kind: 'daemon-set',
    namespace: spec.namespace ?? 'kube-system',
    name: spec.name,
    traits,
    made: 0,
  };
  world.daemonSets.push(daemonSet);
  for (const node of world.nodes.values()) addDaemonPod(world, daemonSet, node);
  noteNodeChange(world);
}

/** Puts a pod that nothing owns on a node. */
export function addBarePod(world: World, node: FakeNode, spec: BarePodSpec): void {
  const { name, namespace = 'default', isMirror = false, phase = 'Running' } = spec;
  const key = { namespace, name, uid: `${namespace}/${name}` };
  if (world.pods.has(key.uid)) throw new Error(`there is a pod ${key.uid} already`);
  bind(world, addPod(world, { key, traits: traitsOf(world, spec), owner: null, isMirror, phase }), node);
}

function traitsOf(world: World, spec: PodSpec): PodTraits {
  const { priority = 0, gracePeriodSeconds = 30, doNotDisrupt = false, startSeconds = 5, stopSeconds = 5 } = spec;
  const size = sizeClass(world, { millicores: Math.round(spec.cores * 1_000), bytes: spec.bytes });
  return { size, priority, gracePeriodSeconds, doNotDisrupt, startSeconds, stopSeconds };
}

function sizeClass(world: World, wanted: Pick<SizeClass, 'millicores' | 'bytes'>): SizeClass {
  const known = world.sizes.find(({ millicores, bytes }) => millicores === wanted.millicores && bytes === wanted.bytes);
  if (known) return known;
  const added = { ...wanted, bound: 0, waiting: 0 };
  world.sizes.push(added);
  return added;
}
