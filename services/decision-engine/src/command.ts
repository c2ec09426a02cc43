import type { AdoptedPolicy, RecordedEvent } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';

/** Demand foreseen for the lead time ahead: what a decision taken now should have ready when its workers have joined. */
export type Forecast = {
  /** Id of the ForecastMade event. */
  readonly forecastId: string;
  /** Position in the metrics stream up to which history was used. */
  readonly checkpoint: number;
  /** The moment foreseen. */
  readonly at: string;
  readonly cores: number;
  readonly bytes: number;
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
  readonly forecast: Forecast | null;
};
