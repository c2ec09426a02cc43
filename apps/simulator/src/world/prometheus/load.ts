import type { ClusterReadings } from '@smartscale/kubernetes/fake';
import type { WorkerView } from '../worker-view.ts';
import { WORKER } from '../workload.ts';

const GIB = 1024 ** 3;

/** Of a worker's 2 vCPU and 4 GiB: what runs on it without any demand, and what full demand uses. */
const IDLE_CORES = 0.04;
const IDLE_BYTES = 0.6 * GIB;
const SERVING_BYTES = 2.2 * GIB;

type PodSize = ClusterReadings['requests']['sizes'][number];

/** All that Prometheus could know of the workers and their pods at one moment. */
export type Load = {
  readonly ready: number;
  readonly notReady: number;
  /** Ready workers whose instance is alive, and so are scraped. Cores and bytes are theirs. */
  readonly reporting: number;
  readonly cores: number;
  readonly usedCores: number;
  readonly allocatableCores: number;
  readonly bytes: number;
  readonly usedBytes: number;
  readonly allocatableBytes: number;
  readonly pods: {
    readonly bound: number;
    readonly pending: number;
    readonly unschedulable: number;
    readonly unschedulableForSeconds: number;
    readonly unschedulableSizes: readonly PodSize[];
    readonly boundSizes: readonly PodSize[];
  };
  /** Null when no worker is Ready. */
  readonly room: {
    readonly allocatableCores: number;
    readonly allocatableBytes: number;
    readonly daemonCores: number;
    readonly daemonBytes: number;
  } | null;
};

/** Demand is spread evenly over the workers that take pods; `noise` is a factor near 1 on what they use. */
export function measureLoad(
  workers: readonly WorkerView[],
  readings: ClusterReadings,
  { served, noise }: { readonly served: number; readonly noise: number },
): Load {
  const reporting = workers.filter(({ ready, ended }) => ready && !ended).length;
  const usedCores = Math.min(WORKER.cores * reporting, (IDLE_CORES * reporting + served * (WORKER.cores - IDLE_CORES)) * noise);
  const { requests, pods } = readings;
  return {
    ready: readings.workers.ready,
    notReady: readings.workers.notReady,
    reporting,
    cores: WORKER.cores * reporting,
    usedCores,
    allocatableCores: WORKER.allocatableCores * reporting,
    bytes: WORKER.bytes * reporting,
    usedBytes: (IDLE_BYTES * reporting + SERVING_BYTES * served) * noise,
    allocatableBytes: WORKER.allocatableBytes * reporting,
    pods: { ...pods, bound: countOf(requests.sizes), boundSizes: requests.sizes },
    room: roomOf(requests),
  };
}

function countOf(sizes: readonly PodSize[]): number {
  return sizes.reduce((sum, { count }) => sum + count, 0);
}

function roomOf({ allocatablePerWorker, daemonsPerWorker }: ClusterReadings['requests']): Load['room'] {
  if (allocatablePerWorker === null) return null;
  return {
    allocatableCores: allocatablePerWorker.cores,
    allocatableBytes: allocatablePerWorker.bytes,
    daemonCores: daemonsPerWorker.cores,
    daemonBytes: daemonsPerWorker.bytes,
  };
}
