import type { EventStore } from '@smartscale/events';
import type { KubernetesPort } from '@smartscale/kubernetes';
import type { Clock, Telemetry } from '@smartscale/lambda';

/** An instance of our cluster, as EC2 shows it. */
export type WorkerInstance = {
  readonly instanceId: string;
  readonly nodeName: string;
  readonly zone: string;
  readonly instanceType: string;
  /** Shutting down or terminated: EC2 shows an instance for about an hour after its end. */
  readonly isTerminated: boolean;
};

/**
 * The instance, or null when EC2 knows none of that id or it is not a worker of this cluster.
 * Throws WorkerLookupError when EC2 cannot tell.
 */
export type DescribeWorker = (instanceId: string) => Promise<WorkerInstance | null>;

/** EC2 refused or could not be reached: whether the instance is ours is unknown. */
export class WorkerLookupError extends Error {
  override readonly name = 'WorkerLookupError';
}

/** What both functions run on. */
export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Asked by `guard` only. */
  readonly describeWorker: DescribeWorker;
  /** Asked by `drain` only. */
  readonly kubernetes: KubernetesPort;
};
