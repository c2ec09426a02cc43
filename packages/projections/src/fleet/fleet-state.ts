import type { EventData, PlannedLaunch } from '@smartscale/events';

type Launched = EventData<'NodeLaunched'>;

/** Facts that do not change in a worker's life. */
export type WorkerFacts = Pick<
  Launched,
  | 'launchId'
  | 'instanceId'
  | 'nodeName'
  | 'zone'
  | 'capacityType'
  | 'instanceType'
  | 'pricePerHourUsd'
  | 'launchedAt'
  | 'replaces'
>;

export type DrainCause = EventData<'NodeDrainStarted'>['cause'];

/** A worker between launch and termination. Terminated ones leave the state; `smartscale node` reads their events. */
export type Worker = WorkerFacts &
  (
    | { readonly status: 'launched'; readonly joinBy: string }
    | { readonly status: 'joined'; readonly joinedAt: string }
    | {
        readonly status: 'draining';
        readonly cause: DrainCause;
        readonly startedAt: string;
        readonly deadline: string;
        readonly hadJoined: boolean;
      }
    | { readonly status: 'drained'; readonly cause: DrainCause; readonly drainedAt: string }
  );

/** The one scale operation in flight: what a decision, a notice or a repair set going and has not ended yet. */
export type Operation = Pick<
  EventData<'ScalePlanned'>,
  'operationId' | 'decisionPosition' | 'cause' | 'reason' | 'workersBefore'
> & {
  readonly plannedAt: string;
  /** Launches without an instance yet. */
  readonly pending: readonly PlannedLaunch[];
  /** Instances launched for it that have neither joined nor failed. */
  readonly joining: readonly string[];
  /** Victims not gone yet. */
  readonly leaving: readonly string[];
  readonly added: EventData<'ScaleCompleted'>['added'];
  readonly removed: EventData<'ScaleCompleted'>['removed'];
  readonly failed: number;
};

export type UnavailableOffering = EventData<'OfferingUnavailable'>;

/** The fleet as its stream tells it. JSON, bounded by the size of the fleet. */
export type FleetState = {
  readonly workers: Readonly<Record<string, Worker>>;
  /** At most one of a decision; replacements of interrupted workers run beside it, each its own. */
  readonly operations: readonly Operation[];
  readonly unavailable: readonly UnavailableOffering[];
  /** Position, in the scaling stream, of the newest decision taken up or refused; older ones are repeats or overtaken. */
  readonly decisionPosition: number;
  readonly lastRefusal: {
    readonly decisionPosition: number;
    readonly code: EventData<'ScaleRefused'>['code'];
    readonly at: string;
  } | null;
};

export const emptyFleet: FleetState = {
  workers: {},
  operations: [],
  unavailable: [],
  decisionPosition: 0,
  lastRefusal: null,
};
