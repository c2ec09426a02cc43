import type { DomainEvent, EventTypeOf, Policy, RecordedEvent } from '@smartscale/events';
import type { FailedOffering } from './planning/leave-alone.ts';
import type { Candidate } from './planning/victims.ts';

export type FleetEventType = EventTypeOf<'fleet'>;

/** A decision, with what is needed to judge it now. All moments are epoch milliseconds. */
export type CarryOutDecision = {
  readonly kind: 'carry-out-decision';
  readonly decision: RecordedEvent<'ScaleDecided'>;
  readonly policy: Policy;
  readonly now: number;
  /** How long the drains of a scale-down may take. */
  readonly drainSeconds: number;
  /** The Ready workers as the cluster shows them; read for a scale-down only, else empty. */
  readonly candidates: readonly Candidate[];
};

export type ReplaceInterrupted = {
  readonly kind: 'replace-interrupted';
  readonly warning: RecordedEvent<'SpotWarning'>;
  readonly policy: Policy;
  readonly now: number;
};

/** A rebalance recommendation: EC2 may take the worker. */
export type NoteRisk = Omit<ReplaceInterrupted, 'kind'> & { readonly kind: 'note-risk' };

export type ScheduleReplacement = {
  readonly kind: 'schedule-replacement';
  readonly notice: RecordedEvent<'MaintenanceScheduled'>;
  readonly policy: Policy;
  readonly now: number;
};

/** What was seen or done outside. Recorded only as far as it is news to the stream: the same fact twice is one event. */
export type Fact =
  | DomainEvent<
      Exclude<
        FleetEventType,
        | 'ScalePlanned'
        | 'ScaleCompleted'
        | 'ScaleRefused'
        | 'NodeDrainStarted'
        | 'OfferingUnavailable'
        | 'ZoneShifted'
        | 'NodeAtRisk'
        | 'NodeReplacementScheduled'
      >
    >
  /** For how long the offering is left alone then is decided with what the stream remembers of it. */
  | { readonly type: 'OfferingFailed'; readonly data: FailedOffering };

export type RecordFacts = {
  readonly kind: 'record-facts';
  readonly facts: readonly Fact[];
  readonly policy: Policy;
  readonly now: number;
};

/** The fleet's mix is looked at, and one worker of it exchanged if that brings it nearer to the policy's. Named by the sample. */
export type RepairMix = Pick<CarryOutDecision, 'policy' | 'now' | 'drainSeconds' | 'candidates'> & {
  readonly kind: 'repair-mix';
  readonly sampleId: string;
};

/** A worker that is to be replaced is looked at, and its exchange begun if that may be. Named by the sample and the worker. */
export type ExchangeDue = Omit<RepairMix, 'kind'> & { readonly kind: 'exchange-due'; readonly instanceId: string };

export type BeginExchange = {
  readonly kind: 'begin-exchange';
  readonly operationId: string;
  readonly policy: Policy;
  readonly now: number;
  readonly drainSeconds: number;
};

export type FleetCommand =
  | CarryOutDecision
  | ReplaceInterrupted
  | NoteRisk
  | ScheduleReplacement
  | RecordFacts
  | RepairMix
  | ExchangeDue
  | BeginExchange;
