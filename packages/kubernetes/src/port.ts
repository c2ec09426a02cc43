/** A node of the cluster, as far as scaling needs it. */
export type ClusterNode = {
  readonly name: string;
  /** From `spec.providerID` (`aws:///<zone>/<instance id>`); null on nodes that have none. */
  readonly instanceId: string | null;
  readonly zone: string | null;
  /** The Ready condition is True. */
  readonly ready: boolean;
  /** `spec.unschedulable`. */
  readonly cordoned: boolean;
  /** Why SmartScale cordoned it, from its annotation; null when it did not. */
  readonly cordonedFor: string | null;
  /** The K3s server: never counted, never touched. */
  readonly isServer: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
};

export type PodKey = { readonly namespace: string; readonly name: string; readonly uid: string };

export type ClusterPod = PodKey & {
  readonly nodeName: string | null;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Managed by a DaemonSet: stays on the node. */
  readonly isDaemon: boolean;
  /** A static pod's mirror: cannot be evicted. */
  readonly isMirror: boolean;
  /** Annotated `smartscale.dev/do-not-disrupt` (or the Karpenter one): never evicted by choice. */
  readonly doNotDisrupt: boolean;
  readonly priority: number;
  /** Once it is being deleted: the grace that this deletion gives it. */
  readonly gracePeriodSeconds: number;
  /** Already being deleted. */
  readonly terminating: boolean;
  readonly requests: { readonly cores: number; readonly bytes: number };
};

/** `blocked`: a PodDisruptionBudget forbids it for now (429). `gone`: there is no such pod any more (404, or another uid: 409). */
export type EvictionAnswer =
  | { readonly kind: 'evicted' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'blocked'; readonly message: string; readonly retryAfterSeconds: number | null };

/**
 * What SmartScale asks of the K3s API. All calls may throw KubernetesError; none throws because the thing asked for is already
 * so (a node already cordoned, a pod or node already gone).
 */
export type KubernetesPort = {
  listNodes(): Promise<readonly ClusterNode[]>;
  /** Every pod bound to the node, DaemonSet and mirror pods too. */
  listPodsOnNode(nodeName: string): Promise<readonly ClusterPod[]>;
  /** Marks the node unschedulable, notes why in an annotation, and takes it out of external load balancers. */
  cordon(nodeName: string, reason: string): Promise<void>;
  /** Takes back what `cordon` did. */
  uncordon(nodeName: string): Promise<void>;
  /** Asks through the Eviction API, so that budgets hold. `gracePeriodSeconds` null leaves the pod's own. */
  evict(pod: PodKey, options: { readonly gracePeriodSeconds: number | null }): Promise<EvictionAnswer>;
  /** Deletes a pod without asking its budget. Only at the deadline of a Spot interruption. */
  deletePod(pod: PodKey, options: { readonly gracePeriodSeconds: number }): Promise<void>;
  /** Removes the Node object, once its instance is gone. */
  deleteNode(nodeName: string): Promise<void>;
};

/** The API server refused or could not be reached. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly kind: 'unreachable' | 'timeout' | 'unauthorized' | 'forbidden' | 'untrusted-certificate' | 'throttled' | 'failed';
  constructor(kind: KubernetesError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
