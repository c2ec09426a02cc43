import type { FakeCluster } from '@smartscale/kubernetes/fake';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** Every worker of this world, whatever its instance type: 2 vCPU and 4 GiB, less what K3s and the system keep. */
export const WORKER = { cores: 2, bytes: 4 * GIB, allocatableCores: 1.9, allocatableBytes: 3.5 * GIB } as const;

/** Requests of the shop's pods. With the DaemonSet beside them, seven fit on a worker, and seven serve what a worker serves. */
export const POD = { cores: 0.25, bytes: 480 * MIB } as const;
export const PODS_PER_WORKER = 7;
export const DAEMON = { cores: 0.1, bytes: 96 * MIB } as const;

/** The HorizontalPodAutoscaler's target: pods busy to this share. At 90 % load the pods just fill the workers. */
export const HPA_TARGET_UTILISATION = 0.9;
const MIN_REPLICAS = 3;

/** Requests that wait while demand is above capacity: for one worker missing for one second. A waiting one gives up in time. */
const REQUESTS_PER_WORKER_SECOND = 2;
const MOST_WAITING = 5_000;

const DEPLOYMENT = 'shop';

export type Workload = {
  /** Requests that wait. */
  readonly queueDepth: number;
  /** A minute of the world: pods follow demand, the queue grows or shrinks. Both in workers. */
  step(demand: number, serving: number): void;
};

/** A shop as one deployment with an autoscaler, a disruption budget of a quarter, a DaemonSet beside it, and a queue before it. */
export function createWorkload(cluster: FakeCluster, options: { readonly maxWorkers: number }): Workload {
  const mostReplicas = 3 * options.maxWorkers * PODS_PER_WORKER;
  let queueDepth = 0;
  cluster.addDaemonSet({ name: 'node-exporter', namespace: 'monitoring', ...DAEMON });
  cluster.deploy({
    name: DEPLOYMENT,
    namespace: 'shop',
    replicas: MIN_REPLICAS,
    gracePeriodSeconds: 20,
    stopSeconds: 8,
    ...POD,
  });
  cluster.setBudget({ deployment: DEPLOYMENT, maxUnavailable: '25%' });
  return {
    get queueDepth() {
      return queueDepth;
    },
    step(demand, serving) {
      const wanted = Math.ceil((demand * PODS_PER_WORKER) / HPA_TARGET_UTILISATION);
      cluster.scale(DEPLOYMENT, Math.min(mostReplicas, Math.max(MIN_REPLICAS, wanted)));
      const growth = (demand - serving) * 60 * REQUESTS_PER_WORKER_SECOND;
      queueDepth = Math.min(MOST_WAITING, Math.max(0, Math.round(queueDepth + growth)));
    },
  };
}
