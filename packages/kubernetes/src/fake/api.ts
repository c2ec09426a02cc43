import { type ClusterNode, type ClusterPod, KubernetesError, type KubernetesPort, type PodKey } from '../port.ts';
import { mayDisrupt } from './budgets.ts';
import { terminate } from './deployments.ts';
import { noteNodeChange, removeNode } from './nodes.ts';
import type { ApiFault } from './specs.ts';
import type { FakeNode, FakePod, World } from './world.ts';

type ApiOptions = {
  readonly world: World;
  /** Brings the world to this moment. */
  readonly catchUp: () => void;
  /** Does what was asked for and lets the scheduler react. */
  readonly settle: () => void;
  readonly sleep: ((milliseconds: number) => Promise<void>) | undefined;
};

/** The world as the K3s API shows it, with the faults that were asked for. */
export function createApi(options: ApiOptions): KubernetesPort {
  const { world, settle } = options;

  /** Answers a call, or fails it as the faults of this moment demand. */
  async function answer<Answer>(call: keyof KubernetesPort, act: () => Answer): Promise<Answer> {
    options.catchUp();
    const fault = world.faults.length === 0 ? undefined : faultNow(world, call);
    if (fault?.kind === 'slow') {
      if (!options.sleep) throw new KubernetesError('timeout', 'the API did not answer in time');
      await options.sleep(fault.milliseconds);
      options.catchUp();
    }
    if (fault?.kind !== 'error') return act();
    if (fault.takesEffect) act();
    throw new KubernetesError(fault.error, `the API was told to fail: ${fault.error}`);
  }

  function change(name: string, act: (node: FakeNode) => void): void {
    const node = world.nodes.get(name);
    if (!node) return;
    act(node);
    noteNodeChange(world);
    settle();
  }

  return {
    listNodes: () => answer('listNodes', () => listNodes(world)),
    listPodsOnNode: (nodeName) =>
      answer('listPodsOnNode', () => Array.from(world.nodes.get(nodeName)?.pods ?? [], (pod) => showPod(pod))),
    cordon: (nodeName, reason) =>
      answer('cordon', () =>
        change(nodeName, (node) => {
          node.cordoned = true;
          node.cordonedFor = reason;
        }),
      ),
    uncordon: (nodeName) =>
      answer('uncordon', () =>
        change(nodeName, (node) => {
          node.cordoned = false;
          node.cordonedFor = null;
        }),
      ),
    evict: (key, { gracePeriodSeconds }) =>
      answer('evict', () => {
        const pod = findPod(world, key);
        if (!pod) return { kind: 'gone' };
        if (!mayDisrupt(world, pod)) {
          const message = "Cannot evict pod as it would violate the pod's disruption budget.";
          return { kind: 'blocked', message, retryAfterSeconds: null };
        }
        terminate(world, pod, gracePeriodSeconds);
        settle();
        return { kind: 'evicted' };
      }),
    deletePod: (key, { gracePeriodSeconds }) =>
      answer('deletePod', () => {
        const pod = findPod(world, key);
        if (!pod) return;
        terminate(world, pod, gracePeriodSeconds);
        settle();
      }),
    deleteNode: (nodeName) => answer('deleteNode', () => change(nodeName, (node) => removeNode(world, node))),
  };
}

function faultNow(world: World, call: keyof KubernetesPort): ApiFault | undefined {
  const { time } = world;
  world.faults = world.faults.filter(({ until }) => until > time);
  return world.faults.find(({ from, calls }) => from <= time && (calls === undefined || calls.includes(call)));
}

function findPod(world: World, { uid }: PodKey): FakePod | undefined {
  return world.pods.get(uid);
}

function listNodes(world: World): readonly ClusterNode[] {
  world.nodeList ??= Array.from(world.nodes.values(), showNode);
  return world.nodeList;
}

function showNode(node: FakeNode): ClusterNode {
  const { name, instanceId, zone, ready, cordoned, cordonedFor, isServer, createdAt } = node;
  return { name, instanceId, zone, ready, cordoned, cordonedFor, isServer, createdAt };
}

/** A pod as the API shows it. */
export function showPod(pod: FakePod): ClusterPod {
  const { size, priority, doNotDisrupt } = pod.traits;
  return {
    ...pod.key,
    nodeName: pod.node?.name ?? null,
    phase: pod.phase,
    isDaemon: pod.owner?.kind === 'daemon-set',
    isMirror: pod.isMirror,
    doNotDisrupt,
    priority,
    gracePeriodSeconds: pod.graceSeconds ?? pod.traits.gracePeriodSeconds,
    terminating: pod.endsAt !== null,
    requests: { cores: size.millicores / 1_000, bytes: size.bytes },
  };
}
