import type { ClusterPod, KubernetesError, KubernetesPort } from '../port.ts';

/** What a pod asks for and how it behaves. Everything but the requests has the default that Kubernetes or most images have. */
export type PodSpec = {
  /** Requests. */
  readonly cores: number;
  readonly bytes: number;
  readonly priority?: number;
  /** `terminationGracePeriodSeconds`; 30. */
  readonly gracePeriodSeconds?: number;
  readonly doNotDisrupt?: boolean;
  /** From binding to Running: image pull and start; 5. */
  readonly startSeconds?: number;
  /** What it needs to end after SIGTERM; it is killed when its grace is shorter; 5. */
  readonly stopSeconds?: number;
};

export type NodeSpec = {
  readonly name: string;
  readonly instanceId: string | null;
  readonly zone: string | null;
  /** Allocatable. */
  readonly cores: number;
  readonly bytes: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** The K3s server: takes no pods but those that are put there by name. */
  readonly isServer?: boolean;
  /** A kubelet registers its node before it is Ready; false. */
  readonly ready?: boolean;
};

export type DeploymentSpec = PodSpec & {
  /** Unique in the cluster. */
  readonly name: string;
  readonly namespace?: string;
  readonly replicas: number;
};

export type DaemonSetSpec = Pick<PodSpec, 'cores' | 'bytes'> & { readonly name: string; readonly namespace?: string };

/** A pod put on a node by name and owned by nothing: when it is gone, it stays gone. */
export type BarePodSpec = PodSpec & {
  readonly name: string;
  readonly namespace?: string;
  readonly isMirror?: boolean;
  readonly phase?: ClusterPod['phase'];
};

/** A PodDisruptionBudget over one deployment. A count, or a percentage of its replicas such as '50%', rounded up. */
export type BudgetSpec = { readonly deployment: string } & (
  | { readonly minAvailable: number | `${number}%` }
  | { readonly maxUnavailable: number | `${number}%` }
);

/** The API misbehaves from `from` (inclusive) until `until` (exclusive), both epoch milliseconds. */
export type ApiFault = {
  readonly from: number;
  readonly until: number;
  /** Only these calls; all when absent. */
  readonly calls?: readonly (keyof KubernetesPort)[];
} & (
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | {
      readonly kind: 'error';
      readonly error: KubernetesError['kind'];
      /** The call still takes effect and only its answer is lost. */
      readonly takesEffect?: boolean;
    }
);

/** Delays of the control plane, as K3s has them by default. */
export type ClusterTimings = {
  /** From a dead instance to Ready=Unknown (`node-monitor-grace-period`); 40. */
  readonly nodeMonitorGraceSeconds: number;
  /** From there until its pods are given up and replaced (`tolerationSeconds`); 300. */
  readonly podEvictionSeconds: number;
};
