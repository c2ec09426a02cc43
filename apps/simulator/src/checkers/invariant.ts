import type { LaunchRequest } from '@smartscale/capacity-manager/handler';
import type { AdoptedPolicy, EventStore, Policy, RecordedEvent } from '@smartscale/events';
import type { ClusterPod, PodKey } from '@smartscale/kubernetes';
import type { FleetState } from '@smartscale/projections/fleet';
import type { DeadLetter } from '@smartscale/runtime';
import type { ViewStore } from '@smartscale/views';
import type { WorkerView } from '../world/worker-view.ts';

/** Something that must never happen, whatever is done to the fleet. Judged from outside: by the world, the events and the calls. */
export type Invariant = {
  readonly name: string;
  /** One sentence. */
  readonly promise: string;
  /** A watch over one story. */
  watch(scene: Scene): Watch;
};

export type Watch = {
  /** The events of one append, once all of them are in the scene. */
  appended?(events: readonly RecordedEvent[]): void;
  /** EC2 has started an instance at this request; it is in the world already. */
  launched?(launch: { readonly instanceId: string; readonly request: LaunchRequest }): void;
  /** The services are about to terminate an instance that is alive. */
  terminating?(instanceId: string): void;
  /** A pod is about to go: the API has been asked, and said yes. `before` are all pods of the cluster as they were. */
  podGoing?(going: GoingPod): void;
  /** The services told people of an event. */
  told?(causeId: string): void;
  /** The bus took an event. */
  published?(eventId: string): void;
  minute?(moment: Moment): void;
  /** The calm is over. */
  end?(ending: Ending): void | Promise<void>;
};

export type GoingPod = {
  readonly pod: PodKey;
  readonly how: 'evicted' | 'deleted';
  readonly before: readonly ClusterPod[];
};

export type Moment = {
  readonly now: number;
  /** A clock for patience, in milliseconds: it stands still while a fault lasts that keeps deadlines from being met. */
  readonly unhinderedTime: number;
  readonly workers: readonly WorkerView[];
};

export type Ending = {
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly deadLetters: readonly DeadLetter[];
  /** Every recorded event, in the order of its taking. */
  readonly events: readonly RecordedEvent[];
  readonly outboxTrouble: string | undefined;
  /** Up to where the outbox is done, and the last there is. */
  readonly relayedUpTo: number;
  /** As they were when the calm ended. */
  readonly moment: Moment;
  readonly demand: number;
};

/** What can be known of a story at any moment. Times in epoch milliseconds. */
export type Scene = {
  readonly clusterId: string;
  now(): number;
  /** The fleet stream folded by its own projection. */
  fleet(): FleetState;
  /** As it was at a position; undefined when that is long ago. */
  fleetAt(position: number): FleetState | undefined;
  sampleAt(position: number): RecordedEvent<'MetricsSampled' | 'MetricsMissed'> | undefined;
  policyOf(version: number): AdoptedPolicy | undefined;
  policy(): Policy;
  /** Those that were in force at some time of the last quarter of an hour: a plan may be as old as that. */
  recentPolicies(): readonly Policy[];
  /** When EC2 takes the instance, if it said so. */
  takenAt(instanceId: string): number | undefined;
  workers(): readonly WorkerView[];
  pods(): readonly ClusterPod[];
  hinders(): boolean;
  /** Reports a violation, now. */
  report(detail: string): void;
};
