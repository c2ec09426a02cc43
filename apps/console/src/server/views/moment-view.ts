import { usualJoinSeconds } from '@smartscale/projections/fleet';
import { lastAtOrBefore } from '../history/columns.ts';
import type { DecisionRow } from '../history/decision-columns.ts';
import type { History } from '../history/history.ts';
import type { SampleEvent } from '../history/sample-columns.ts';
import type { Knowledge } from '../ports.ts';
import { type FleetView, fleetView } from './fleet-view.ts';
import { type ForecastView, forecastView } from './forecast-view.ts';
import { type Interruption, interruptionsWithin } from './interruptions-view.ts';
import { policyAt } from './policy-view.ts';
import { type Problem, problemsAt } from './problems.ts';
import { iso, latest } from './when.ts';

/** A rebalance or an interruption is over, one way or the other, within minutes. */
const ACTIVE_MILLISECONDS = 240_000;
const SHOWN_INTERRUPTIONS_MILLISECONDS = 7 * 86_400_000;

export type LoadView = {
  readonly at: string;
  readonly isMissing: boolean;
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  readonly demandWorkers: number | null;
  readonly unschedulable: number | null;
};

/** All that holds at one moment. */
export type MomentView = {
  readonly at: string;
  readonly bounds: { readonly min: number; readonly max: number };
  readonly fleet: FleetView;
  readonly load: LoadView | null;
  readonly decision: DecisionRow | null;
  /** The last decision that changed the fleet. */
  readonly change: DecisionRow | null;
  readonly problems: readonly Problem[];
  readonly forecast: ForecastView | null;
  readonly operation: { readonly cause: string; readonly reason: string; readonly plannedAt: string } | null;
  readonly joinSeconds: number | null;
  readonly nextSampleAt: string | null;
  /** Of the week before, the newest first. */
  readonly interruptions: readonly Interruption[];
};

export function momentView(
  history: History,
  moment: number,
  { sample, rules }: { readonly sample: SampleEvent | undefined; readonly rules: Knowledge },
): MomentView {
  const { decisions, fleet, spot, notices } = history;
  const policy = policyAt(history, moment);
  const { state } = fleet.states.at(moment);
  const decision = latest(decisions.rows, decisions.at, moment);
  const active = interruptionsOf(history, moment, Object.keys(state.workers));
  const problems = problemsAt({
    ...{ moment, policy, fleet: state, sample, decision, interruptions: active },
    notice: latest(notices.events, notices.at, moment),
  });
  const [operation] = state.operations;
  return {
    at: iso(moment),
    bounds: policy.workers,
    fleet: fleetView(state, policy),
    load: sample ? loadView(history, sample, moment) : null,
    decision: decision ?? null,
    change: lastChange(history, moment) ?? null,
    problems,
    forecast: forecastView(history, moment, { policy, rules }),
    operation: operation ? { cause: operation.cause, reason: operation.reason, plannedAt: operation.plannedAt } : null,
    joinSeconds: usualJoinSeconds(state),
    nextSampleAt: sample ? iso(Date.parse(sample.data.sampledAt) + 1_000 * sample.data.intervalSeconds) : null,
    interruptions: spot.at.length === 0 ? [] : interruptionsWithin(history, moment - SHOWN_INTERRUPTIONS_MILLISECONDS, moment),
  };
}

function lastChange({ decisions }: History, moment: number): DecisionRow | undefined {
  const upTo = lastAtOrBefore(decisions.at, moment);
  const index = decisions.changes[lastAtOrBefore(decisions.changes, upTo)];
  return index === undefined ? undefined : decisions.rows[index];
}

function interruptionsOf({ spot }: History, moment: number, living: readonly string[]) {
  const since = lastAtOrBefore(spot.at, moment - ACTIVE_MILLISECONDS) + 1;
  const until = lastAtOrBefore(spot.at, moment) + 1;
  return spot.events.slice(since, until).filter((event) => living.includes(event.data.instanceId));
}

function loadView({ samples }: History, sample: SampleEvent, moment: number): LoadView {
  const index = lastAtOrBefore(samples.at, moment);
  const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
  const measured = sample.type === 'MetricsSampled' ? sample.data : null;
  return {
    at: sample.data.sampledAt,
    isMissing: measured === null,
    cpuPercent: measured?.cpu?.percent ?? null,
    memoryPercent: measured?.memory?.percent ?? null,
    demandWorkers: known(samples.demand[index]),
    unschedulable: known(samples.unschedulable[index]),
  };
}
