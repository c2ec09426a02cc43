import type { Policy } from '@smartscale/events';
import { type Books, type BooksOptions, booksOf, cheapestType, type LedgerState, peakWorkers } from '../cost/ledger/index.ts';
import type { DecisionTally } from './decision-tally.ts';
import { accuraciesOf, type ForecastAccuracy } from './forecast-tally.ts';
import type { OfferingTally } from './offering-tally.ts';
import { type Recommendation, recommendationsOf, spotPercentAboveBase } from './recommendations/index.ts';
import type { Week } from './week.ts';
import type { WeekTally } from './week-tally.ts';

export type ReportOptions = Omit<BooksOptions, 'staticFleet'> & {
  readonly cluster: string;
  readonly week: Week;
  /** Epoch milliseconds: a week that is not over is counted up to here. */
  readonly now: number;
  readonly policy: Policy;
};

/** What a week was like, what it cost, and what it advises. */
export type WeeklyReport = {
  readonly cluster: string;
  /** `2026-W47`. */
  readonly week: string;
  readonly from: string;
  readonly until: string;
  readonly books: Books;
  /** Null when the fleet was never above its On-Demand base. */
  readonly spot: { readonly percentAboveBase: number; readonly targetPercent: number } | null;
  readonly decided: Omit<DecisionTally, 'wantedAtMaxHours' | 'idleHeldHours'> & { readonly meanWorkers: number };
  readonly machines: Pick<OfferingTally, 'types' | 'fallbacks' | 'failedLaunches' | 'terminations'> & {
    readonly launches: number;
  };
  readonly forecast: {
    readonly mode: 'active' | 'watching' | 'none';
    readonly forecaster: string | null;
    readonly because: string;
    /** The best first. */
    readonly accuracies: readonly ForecastAccuracy[];
  };
  readonly recommendations: readonly Recommendation[];
  /** What the report lacks, a sentence each. */
  readonly unknown: readonly string[];
};

/** Makes the report of a week from its tally and the books of the fleet. Null when the fleet had no machine in it. */
export function weeklyReport(tally: WeekTally, ledger: LedgerState, options: ReportOptions): WeeklyReport | null {
  const { week, now, policy, cluster, onDemandPrices } = options;
  const staticFleet = usualFleet(tally, options);
  const books = booksOf(ledger, { from: week.from, to: Math.min(week.to, now) }, { ...options, staticFleet });
  if (!books) return null;
  const { decided, offered, forecasts } = tally;
  const accuracies = accuraciesOf(forecasts);
  const percentAboveBase = spotPercentAboveBase({ books, decided });
  const chosen = forecasts.choice;
  const { wantedAtMaxHours: _, idleHeldHours: __, ...shown } = decided;
  const launches = Object.values(offered.types).reduce((sum, type) => sum + type.launches, 0);
  const { types, fallbacks, failedLaunches, terminations } = offered;
  return {
    ...{ cluster, week: week.name, from: books.from, until: books.until, books },
    spot: percentAboveBase === null ? null : { percentAboveBase, targetPercent: policy.mix.spotPercentAboveBase },
    decided: { ...shown, meanWorkers: decided.hours === 0 ? 0 : decided.workerHours / decided.hours },
    machines: { types, fallbacks, failedLaunches, terminations, launches },
    forecast: {
      mode: chosen?.mode ?? 'none',
      forecaster: chosen?.forecaster ?? null,
      because: chosen?.because ?? 'nothing was foreseen',
      accuracies,
    },
    recommendations: recommendationsOf({
      ...{ policy, decided, offered, accuracies, books, onDemandPrices },
      ...{ isForecastActive: chosen?.mode === 'active', chosenForecaster: chosen?.forecaster ?? null },
    }),
    unknown: [...books.unknown, ...gapsOf(tally)],
  };
}

function usualFleet({ needed }: WeekTally, { policy, onDemandPrices }: ReportOptions): BooksOptions['staticFleet'] {
  const instanceType = cheapestType(policy.placement.instanceTypes, onDemandPrices);
  const peak = peakWorkers(needed);
  if (instanceType === null || peak === null) return null;
  return { workers: Math.min(policy.workers.max, Math.max(policy.workers.min, peak)), instanceType };
}

function gapsOf({ decidedBefore, missedSamples }: WeekTally): readonly string[] {
  return [
    ...(decidedBefore > 0 ? [`${decidedBefore} decisions under an older policy: recommendations rest on the others`] : []),
    ...(missedSamples > 0 ? [`${missedSamples} samples that Prometheus did not give`] : []),
  ];
}
