import type { Policy } from '@smartscale/events';
import type { OnDemandPrices } from '../../cost/ledger/counterfactuals.ts';
import type { Books } from '../../cost/ledger/index.ts';
import type { DecisionTally } from '../decision-tally.ts';
import type { ForecastAccuracy } from '../forecast-tally.ts';
import type { OfferingTally } from '../offering-tally.ts';

/** What a week advises, with the numbers that it rests on. */
export type Recommendation = {
  readonly name: string;
  /** One sentence: what was seen. */
  readonly because: string;
  /** What to change: a line of the policy such as `workers.max: 12`, or what else is to be done. */
  readonly change: string;
  readonly evidence: readonly string[];
};

/** What a week looked like. */
export type WeekSeen = {
  readonly policy: Policy;
  readonly decided: DecisionTally;
  readonly offered: OfferingTally;
  readonly accuracies: readonly ForecastAccuracy[];
  readonly isForecastActive: boolean;
  readonly chosenForecaster: string | null;
  readonly books: Books;
  /** USD per hour by instance type, of the fleet's region. */
  readonly onDemandPrices: OnDemandPrices;
};

/** Null when the week does not call for it. */
export type Advise = (seen: WeekSeen) => Recommendation | null;

/** `6.4 h`. */
export function inHours(hours: number): string {
  return `${hours.toFixed(1)} h`;
}
