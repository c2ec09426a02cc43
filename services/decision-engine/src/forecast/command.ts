import type { ForecastPolicy } from '@smartscale/events';
import type { DemandProfile } from '@smartscale/projections/demand';

/** What a forecast is made of. */
export type MakeForecast = {
  readonly type: 'MakeForecast';
  /** The quarter of an hour at which it is made; steps before it are history. */
  readonly at: string;
  /** Position in the metrics stream up to which `profile` is folded. */
  readonly checkpoint: number;
  readonly profile: DemandProfile;
  readonly policy: ForecastPolicy;
};
