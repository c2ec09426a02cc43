import type { ClusterPod, KubernetesPort } from '../port.ts';
import { createAgenda } from './agenda.ts';
import { createApi, showPod } from './api.ts';
import { scaleDeployment } from './deployments.ts';
import { deploymentOf, nodeOf } from './lookups.ts';
import { addNode, loseInstance, removeNode, setReady } from './nodes.ts';
import { type ClusterReadings, takeReadings, unschedulableForSeconds } from './readings.ts';
import { placeWaiting } from './scheduler.ts';
import type { ApiFault, BarePodSpec, BudgetSpec, ClusterTimings, DaemonSetSpec, DeploymentSpec, NodeSpec } from './specs.ts';
import { addBarePod, addDaemonSet, deploy } from './workloads.ts';
import type { World } from './world.ts';

/** A cluster in memory. What is done to it takes effect at the current moment; what takes time happens as the clock goes on. */
export type FakeCluster = {
  readonly kubernetes: KubernetesPort;
  /** Throws when there is such a node. Not Ready unless said otherwise. */
  addNode(spec: NodeSpec): void;
  setReady(nodeName: string, ready: boolean): void;
  /** The instance died: NotReady after the monitor's grace, its pods replaced later still, or when the Node is deleted. */
  loseNode(nodeName: string): void;
  /** Deletes the Node object: its pods are gone and replaced. */
  removeNode(nodeName: string): void;
  hasNode(nodeName: string): boolean;
  /** One pod on every worker, now and later. */
  addDaemonSet(spec: DaemonSetSpec): void;
  /** Throws when there is a deployment of that name. */
  deploy(spec: DeploymentSpec): void;
  /** What a HorizontalPodAutoscaler or a person does. Nothing when the deployment has that many already. */
  scale(deploymentName: string, replicas: number): void;
  /** A running pod without an owner on that node: a static pod's mirror, a Job's pod that has ended, a pod made by hand. */
  addPod(nodeName: string, spec: BarePodSpec): void;
  setBudget(spec: BudgetSpec): void;
  failApi(fault: ApiFault): void;
  readings(): ClusterReadings;
  /** Every pod, as the API shows it. */
  pods(): readonly ClusterPod[];
};

export type FakeClusterOptions = {
  /** Epoch milliseconds. The world never goes back when it does. */
  readonly now: () => number;
  /** Needed only for slow faults: without it a slow answer is a time-out. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly timings?: Partial<ClusterTimings>;
};

/** The same calls at the same times give the same cluster: no chance, no timers. */
export function createFakeCluster(options: FakeClusterOptions): FakeCluster {
  const world = createWorld(options);
  const settle = () => placeWaiting(world);
  let readings: ClusterReadings | undefined;
  let readingsRevision = -1;

  function catchUp(): void {
    const now = options.now();
    for (let entry = world.agenda.takeDue(now); entry; entry = world.agenda.takeDue(now)) {
      world.time = Math.max(world.time, entry.at);
      entry.happen();
      settle();
    }
    if (now > world.time) world.time = now;
  }

  /** Wraps a control: first the past, then the deed, then what the scheduler makes of it. */
  function control<Arguments extends readonly unknown[]>(act: (...given: Arguments) => void): (...given: Arguments) => void {
    return (...given) => {
      catchUp();
      act(...given);
      settle();
    };
  }

  return {
    kubernetes: createApi({ world, catchUp, settle, sleep: options.sleep }),
    addNode: control((spec) => addNode(world, spec)),
    setReady: control((name, ready) => setReady(world, nodeOf(world, name), ready)),
    loseNode: control((name) => loseInstance(world, nodeOf(world, name))),
    removeNode: control((name) => removeNode(world, nodeOf(world, name))),
    hasNode: (name) => world.nodes.has(name),
    addDaemonSet: control((spec) => addDaemonSet(world, spec)),
    deploy: control((spec) => deploy(world, spec)),
    scale(name, replicas) {
      const deployment = deploymentOf(world, name);
      catchUp();
      if (deployment.replicas === replicas) return;
      scaleDeployment(world, deployment, replicas);
      settle();
    },
    addPod: control((name, spec) => addBarePod(world, nodeOf(world, name), spec)),
    setBudget: control((spec) => world.budgets.push(spec)),
    failApi: (fault) => world.faults.push(fault),
    readings() {
      catchUp();
      if (readings === undefined || readingsRevision !== world.revision) {
        readings = takeReadings(world);
        readingsRevision = world.revision;
      }
      if (world.waitingCount === 0) return readings;
      return { ...readings, pods: { ...readings.pods, unschedulableForSeconds: unschedulableForSeconds(world) } };
    },
    pods() {
      catchUp();
      return Array.from(world.pods.values(), showPod);
    },
  };
}

function createWorld(options: FakeClusterOptions): World {
  return {
    time: options.now(),
    timings: { nodeMonitorGraceSeconds: 40, podEvictionSeconds: 300, ...options.timings },
    agenda: createAgenda(),
    ...{ nodes: new Map(), pods: new Map(), deployments: [], daemonSets: [], budgets: [], sizes: [], faults: [] },
    ...{ waitingCount: 0, startingCount: 0, revision: 0, nodeList: null },
  };
}
