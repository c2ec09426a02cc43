import type { Policy, RecordedEvent } from '@smartscale/events';
import { workersNeeded } from '../cost/ledger/index.ts';
import { type DecisionTally, emptyDecisionTally, withDecision } from './decision-tally.ts';
import { emptyForecastTally, type ForecastTally, withScores } from './forecast-tally.ts';
import { emptyOfferingTally, type OfferingTally, withOffering } from './offering-tally.ts';

/** What the events of a week come to. */
export type WeekTally = {
  readonly decided: DecisionTally;
  /** Decisions under an older policy: they say nothing about the one in force. */
  readonly decidedBefore: number;
  readonly offered: OfferingTally;
  readonly forecasts: ForecastTally;
  readonly missedSamples: number;
  /** Workers that each sample asked for. */
  readonly needed: readonly number[];
};

export const emptyWeekTally: WeekTally = {
  ...{ decided: emptyDecisionTally, decidedBefore: 0, offered: emptyOfferingTally },
  ...{ forecasts: emptyForecastTally, missedSamples: 0, needed: [] },
};

/** Counts the events of a week, in the order of their streams; `inForce` is the policy at its end. */
export function tallyOf(
  events: Iterable<RecordedEvent>,
  inForce: { readonly policy: Policy; readonly version: number },
  begun: WeekTally = emptyWeekTally,
): WeekTally {
  const needed = [...begun.needed];
  let tally = begun;
  for (const event of events) {
    if (event.type === 'MetricsSampled') {
      const workers = workersNeeded(event.data);
      if (workers !== null) needed.push(workers);
    } else tally = counted(tally, event, inForce);
  }
  return { ...tally, needed };
}

function counted(
  tally: WeekTally,
  event: RecordedEvent,
  { policy, version }: { readonly policy: Policy; readonly version: number },
): WeekTally {
  switch (event.type) {
    case 'ScaleDecided':
      return event.data.basis.policyVersion === version
        ? { ...tally, decided: withDecision(tally.decided, event.data, policy) }
        : { ...tally, decidedBefore: tally.decidedBefore + 1 };
    case 'ForecastScored':
      return { ...tally, forecasts: withScores(tally.forecasts, event.data) };
    case 'ForecastMade':
      return { ...tally, forecasts: { ...tally.forecasts, choice: event.data.choice } };
    case 'MetricsMissed':
      return { ...tally, missedSamples: tally.missedSamples + 1 };
    case 'MetricsSampled':
    case 'PolicyAdopted':
    case 'ShadowDecided':
    case 'DemandLearned':
    case 'ShadowPolicySet':
    case 'InterruptionDrained':
    case 'InstanceStopped':
    case 'MaintenanceScheduled':
    case 'NoticePlanned':
    case 'NoticeSent':
    case 'NoticeFailed':
      return tally;
    case 'ScalePlanned':
    case 'ScaleCompleted':
    case 'ScaleRefused':
    case 'NodeLaunched':
    case 'LaunchFailed':
    case 'OfferingUnavailable':
    case 'NodeJoined':
    case 'NodeJoinTimedOut':
    case 'NodeDrainStarted':
    case 'NodeDrained':
    case 'NodeDrainFailed':
    case 'NodeTerminated':
    case 'NodeLost':
    case 'ZoneShifted':
    case 'NodeAtRisk':
    case 'NodeRiskPassed':
    case 'NodeReplacementScheduled':
    case 'PriceRecorded':
    case 'SpotWarning':
      return { ...tally, offered: withOffering(tally.offered, event) };
  }
}
