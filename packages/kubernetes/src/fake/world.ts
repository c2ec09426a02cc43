import type { ClusterNode, ClusterPod, PodKey } from '../port.ts';
import type { Agenda } from './agenda.ts';
import type { ApiFault, BudgetSpec, ClusterTimings } from './specs.ts';

/** Pods of equal requests, counted as they come and go so that nobody has to walk over them. */
export type SizeClass = { readonly millicores: number; readonly bytes: number; bound: number; waiting: number };

export type PodTraits = {
  readonly size: SizeClass;
  readonly priority: number;
  readonly gracePeriodSeconds: number;
  readonly doNotDisrupt: boolean;
  readonly startSeconds: number;
  readonly stopSeconds: number;
};

export type FakeNode = {
  readonly name: string;
  readonly instanceId: string | null;
  readonly zone: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly isServer: boolean;
  readonly createdAt: number;
  readonly millicores: number;
  readonly bytes: number;
  /** In the order in which they came. */
  readonly pods: Set<FakePod>;
  requestedMillicores: number;
  requestedBytes: number;
  ready: boolean;
  notReadySince: number | null;
  cordonedFor: string | null;
  cordoned: boolean;
  /** Its instance runs: without it no pod ends. */
  alive: boolean;
  /** The Node object is there. */
  present: boolean;
};

export type FakePod = {
  readonly key: PodKey;
  readonly traits: PodTraits;
  readonly owner: Deployment | DaemonSet | null;
  readonly isMirror: boolean;
  readonly createdAt: number;
  phase: ClusterPod['phase'];
  node: FakeNode | null;
  /** The grace it was given when it was asked to end. */
  graceSeconds: number | null;
  /** When it will be gone, once it is terminating. */
  endsAt: number | null;
  gone: boolean;
};

export type Deployment = {
  readonly kind: 'deployment';
  readonly namespace: string;
  readonly name: string;
  readonly traits: PodTraits;
  replicas: number;
  /** Pods made so far; the next one's name. */
  made: number;
  /** Not bound yet, oldest first. */
  readonly waiting: FakePod[];
  /** Bound and not terminating, oldest first, by node. */
  readonly placed: Map<FakeNode, FakePod[]>;
  placedCount: number;
};

export type DaemonSet = {
  readonly kind: 'daemon-set';
  readonly namespace: string;
  readonly name: string;
  readonly traits: PodTraits;
  made: number;
};

/** The whole state of the fake, changed in place. */
export type World = {
  /** The moment of what is happening now; epoch milliseconds. */
  time: number;
  readonly timings: ClusterTimings;
  readonly agenda: Agenda;
  readonly nodes: Map<string, FakeNode>;
  readonly pods: Map<string, FakePod>;
  /** Highest priority first, then in the order of creation. */
  readonly deployments: Deployment[];
  readonly daemonSets: DaemonSet[];
  readonly budgets: BudgetSpec[];
  readonly sizes: SizeClass[];
  faults: ApiFault[];
  /** Pods without a node. */
  waitingCount: number;
  /** Pods on a node that do not run yet. */
  startingCount: number;
  /** Rises with every change that a reading could show. */
  revision: number;
  /** The nodes as the API shows them, until one changes. */
  nodeList: readonly ClusterNode[] | null;
};
