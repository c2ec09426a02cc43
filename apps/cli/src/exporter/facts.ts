import type { EventData, Policy, RecordedEvent } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import type { StatementView } from '../cost/read-statement.ts';

/** How often something happened since the exporter began to look, by its labels as JSON. */
export type Tally = ReadonlyMap<string, number>;

/** All that the figures are made of. Null where the store does not say. */
export type Facts = {
  readonly cluster: string;
  /** Epoch milliseconds by the cluster's clock. */
  readonly now: number;
  readonly policy: { readonly policy: Policy; readonly version: number } | null;
  readonly fleet: FleetState;
  /** The newest event of the metrics stream, and the newest sample. */
  readonly lastTick: RecordedEvent<'MetricsSampled' | 'MetricsMissed'> | null;
  readonly lastSample: RecordedEvent<'MetricsSampled'> | null;
  readonly lastDecision: RecordedEvent<'ScaleDecided'> | null;
  readonly lastForecast: EventData<'ForecastMade'> | null;
  readonly lastScore: EventData<'ForecastScored'> | null;
  /** Of the current month; null before the first worker. */
  readonly statement: StatementView | null;
  readonly decisions: Tally;
  readonly events: Tally;
  readonly spotWarnings: Tally;
};
