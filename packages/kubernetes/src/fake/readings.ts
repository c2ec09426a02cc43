import type { SizeClass, World } from './world.ts';

type Amount = { readonly cores: number; readonly bytes: number };
type PodSize = Amount & { readonly count: number };

/** What kube-state-metrics would let Prometheus know of the cluster. The server and its pods are left out throughout. */
export type ClusterReadings = {
  readonly workers: { readonly ready: number; readonly notReady: number };
  readonly pods: {
    /** Phase Pending: without a node, or starting on one. */
    readonly pending: number;
    /** Without a node because none has room. */
    readonly unschedulable: number;
    /** Age of the oldest of these; 0 when there is none. */
    readonly unschedulableForSeconds: number;
    readonly unschedulableSizes: readonly PodSize[];
  };
  readonly requests: Amount & {
    /** Pods on workers without DaemonSets, terminating ones included; largest first. `cores` and `bytes` are their sums. */
    readonly sizes: readonly PodSize[];
    readonly daemonsPerWorker: Amount;
    /** Of the smallest ready worker; null when there is none. */
    readonly allocatablePerWorker: Amount | null;
  };
  readonly nodes: readonly NodeReading[];
};

export type NodeReading = {
  readonly name: string;
  readonly instanceId: string | null;
  readonly zone: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: boolean;
  readonly cordoned: boolean;
  readonly cordonedFor: string | null;
  readonly allocatable: Amount;
  /** Of all pods on it, DaemonSets too. */
  readonly requested: Amount;
  readonly pods: number;
};

/** Everything but the age, which grows while nothing changes. */
export function takeReadings(world: World): ClusterReadings {
  const nodes: NodeReading[] = [];
  let ready = 0;
  let smallest: Amount | null = null;
  for (const node of world.nodes.values()) {
    if (node.isServer) continue;
    const allocatable = { cores: node.millicores / 1_000, bytes: node.bytes };
    const { name, instanceId, zone, labels, cordoned, cordonedFor } = node;
    const requested = { cores: node.requestedMillicores / 1_000, bytes: node.requestedBytes };
    const kept = { name, instanceId, zone, labels, cordoned, cordonedFor };
    nodes.push({ ...kept, ready: node.ready, allocatable, requested, pods: node.pods.size });
    if (!node.ready) continue;
    ready += 1;
    if (smallest === null || allocatable.cores < smallest.cores) smallest = allocatable;
  }
  const sizes = listSizes(world.sizes, ({ bound }) => bound);
  return {
    workers: { ready, notReady: nodes.length - ready },
    pods: {
      pending: world.waitingCount + world.startingCount,
      unschedulable: world.waitingCount,
      unschedulableForSeconds: 0,
      unschedulableSizes: listSizes(world.sizes, ({ waiting }) => waiting),
    },
    requests: { ...sum(sizes), sizes, daemonsPerWorker: daemonsPerWorker(world), allocatablePerWorker: smallest },
    nodes,
  };
}

/** Age in seconds of the oldest pod without a node; 0 when there is none. */
export function unschedulableForSeconds(world: World): number {
  if (world.waitingCount === 0) return 0;
  let oldest = world.time;
  for (const { waiting } of world.deployments) {
    const first = waiting[0];
    if (first && first.createdAt < oldest) oldest = first.createdAt;
  }
  return (world.time - oldest) / 1_000;
}

function listSizes(sizes: readonly SizeClass[], count: (size: SizeClass) => number): PodSize[] {
  const listed: PodSize[] = [];
  for (const size of sizes) {
    const pods = count(size);
    if (pods > 0) listed.push({ cores: size.millicores / 1_000, bytes: size.bytes, count: pods });
  }
  return listed.sort((one, other) => other.cores - one.cores || other.bytes - one.bytes);
}

function sum(sizes: readonly PodSize[]): Amount {
  let millicores = 0;
  let bytes = 0;
  for (const size of sizes) {
    millicores += Math.round(size.cores * 1_000) * size.count;
    bytes += size.bytes * size.count;
  }
  return { cores: millicores / 1_000, bytes };
}

function daemonsPerWorker(world: World): Amount {
  return sum(world.daemonSets.map(({ traits: { size } }) => ({ cores: size.millicores / 1_000, bytes: size.bytes, count: 1 })));
}
