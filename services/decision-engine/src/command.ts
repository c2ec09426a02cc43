import type { AdoptedPolicy, RecordedEvent, ShadowPolicy } from '@smartscale/events';
import type { DemandModel } from '@smartscale/forecasting';
import type { FleetState } from '@smartscale/projections/fleet';
import type { Foreseen } from './forecast/foreseen.ts';

/** What is known of demand by the sample, which is taken in. */
export type KnownDemand = {
  /** What the model was made of: a DemandLearned, or nothing, and the samples from a position up to and including this one. */
  readonly basis: { readonly learnedId: string | null; readonly from: number };
  readonly model: DemandModel;
};

/** Everything an evaluation may look at. What is not in here cannot matter, which is why a decision can be replayed. */
export type Evaluate = {
  readonly type: 'Evaluate';
  readonly now: string;
  readonly sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
  readonly fleet: FleetState;
  /** Position of the last fleet event in `fleet`; 0 for none. */
  readonly fleetPosition: number;
  /** Null when no policy was ever adopted. */
  readonly adopted: AdoptedPolicy | null;
  /** The newest one, whether it may act or not; null when none was ever made. */
  readonly forecast: Foreseen | null;
  /** Null when no policy at work sizes by price. */
  readonly demand: KnownDemand | null;
  /** Null when none decides beside the policy in force. */
  readonly shadow: ShadowPolicy | null;
};
