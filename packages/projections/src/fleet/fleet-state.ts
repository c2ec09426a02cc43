import type { DomainEvent, EventData, EventTypeOf, PlannedLaunch } from '@smartscale/events';

/** What the fold needs of an event: no ids, no positions. So a decider can fold in what it has just decided. */
export type FleetEvent = DomainEvent<EventTypeOf<'fleet'>> & { readonly occurredAt: string };

type Launched = EventData<'NodeLaunched'>;

/** What holds for a worker whatever its status. */
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
> & {
  /** EC2 may take it: the warning, and when that has passed if nothing follows. */
  readonly atRisk?: Pick<EventData<'NodeAtRisk'>, 'warningId' | 'until'>;
  /** It is to be exchanged for another one by then. */
  readonly replacement?: Pick<EventData<'NodeReplacementScheduled'>, 'noticeId' | 'reason' | 'dueAt'>;
};

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
  /** Victims not gone yet. Those of a repair may still stand, until the worker that it exchanges them for has joined. */
  readonly leaving: readonly string[];
  readonly added: EventData<'ScaleCompleted'>['added'];
  readonly removed: EventData<'ScaleCompleted'>['removed'];
  readonly failed: number;
};

/** An offering that failed. Kept for a while after `until`, so that a further failure is known to be one. */
export type UnavailableOffering = EventData<'OfferingUnavailable'> & {
  readonly at: string;
  /** In a row, this one included. */
  readonly failures: number;
};

/** Something that speaks against a zone and not only against one of its offerings. */
export type ZoneTrouble = { readonly zone: string; readonly kind: 'launch' | 'join' | 'lost'; readonly at: string };

/** A zone that was shifted away by its failures. Kept for a while after `until`, so that a repetition is known to be one. */
export type ZoneShift = EventData<'ZoneShifted'> & {
  readonly at: string;
  /** In a row, this one included. */
  readonly times: number;
};

/** A worker that left the state a short while ago. EC2 may go on listing it as running for some seconds. */
export type DepartedWorker = {
  readonly instanceId: string;
  readonly at: string;
  /** `lost`: not by our hand, so it might come back. */
  readonly how: 'terminated' | 'lost';
};

/** The fleet as its stream tells it. JSON, bounded by the size of the fleet. */
export type FleetState = {
  readonly workers: Readonly<Record<string, Worker>>;
  /** At most one of a decision; replacements of interrupted workers and a repair of the mix run beside it, each its own. */
  readonly operations: readonly Operation[];
  readonly unavailable: readonly UnavailableOffering[];
  /** Of the last two hours, the newest last; at most 50. */
  readonly zoneTroubles: readonly ZoneTrouble[];
  /** The newest one of each zone. */
  readonly zoneShifts: readonly ZoneShift[];
  /** The newest last; at most 20, none older than ten minutes when the last one left. */
  readonly departed: readonly DepartedWorker[];
  /** Position, in the scaling stream, of the newest decision taken up or refused; older ones are repeats or overtaken. */
  readonly decisionPosition: number;
  readonly lastRefusal: {
    readonly decisionPosition: number;
    readonly code: EventData<'ScaleRefused'>['code'];
    readonly at: string;
  } | null;
  /** When the newest repair of the mix was planned; null before the first. */
  readonly lastRepairAt: string | null;
  /** Seconds from launch to Ready of the last workers that joined, the newest last; at most 20. */
  readonly joinSeconds: readonly number[];
};

export const emptyFleet: FleetState = {
  workers: {},
  operations: [],
  unavailable: [],
  zoneTroubles: [],
  zoneShifts: [],
  departed: [],
  decisionPosition: 0,
  lastRefusal: null,
  lastRepairAt: null,
  joinSeconds: [],
};
