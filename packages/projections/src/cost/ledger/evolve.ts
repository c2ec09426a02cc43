import type { EventData, EventTypeOf, Fold, RecordedEvent } from '@smartscale/events';
import { type Correction, emptyLedger, type LedgerState } from './ledger-state.ts';
import { ended, isOf, knownPrice, type Life, rateAt, withPrice } from './life.ts';
import { monthOf, startOfMonth } from './month.ts';
import { forgotten, withOutcome, withoutOperation, withPlan } from './sizing.ts';

type FleetEvent = RecordedEvent<EventTypeOf<'fleet'>>;

/** A week before a month: what its forecast rests on at its beginning. */
const WEEK = 7 * 86_400_000;
const REMEMBERED_CORRECTIONS = 200;

/**
 * The books of a fleet's machines. Whatever ended more than a week before the month before the newest event is forgotten, so that the
 * state does not grow with the fleet's age; for an older month, `keepFrom` (epoch milliseconds) keeps it.
 */
export function createLedgerFold(keepFrom = Number.POSITIVE_INFINITY): Fold<LedgerState, EventTypeOf<'fleet'>> {
  return {
    name: 'cost-ledger',
    version: 1,
    snapshotEvery: 256,
    initialState: () => emptyLedger,
    evolve: (state, event) => evolve(inMonth(state, event, keepFrom), event),
  };
}

function evolve(state: LedgerState, event: FleetEvent): LedgerState {
  switch (event.type) {
    case 'NodeLaunched':
      return launched(state, event);
    case 'NodeTerminated':
      return gone(state, event.data.instanceId, { at: Date.parse(event.data.terminatedAt), wasLost: false });
    case 'NodeLost':
      return gone(state, event.data.instanceId, { at: Date.parse(event.data.lostAt), wasLost: true });
    case 'PriceRecorded':
      return priced(state, event.data);
    case 'ScalePlanned': {
      const at = Date.parse(event.occurredAt);
      const rateOf = (instanceId: string) => rateAt(state.living[instanceId]?.rates ?? [], at);
      return { ...state, sizing: withPlan(state.sizing, event.data, { at, rateOf }) };
    }
    case 'ScaleCompleted':
      return { ...state, sizing: withoutOperation(state.sizing, event.data.operationId) };
    case 'ScaleRefused':
    case 'LaunchFailed':
    case 'OfferingUnavailable':
    case 'NodeJoined':
    case 'NodeJoinTimedOut':
    case 'NodeDrainStarted':
    case 'NodeDrained':
    case 'NodeDrainFailed':
    case 'ZoneShifted':
    case 'NodeAtRisk':
    case 'NodeRiskPassed':
    case 'NodeReplacementScheduled':
      return state;
  }
}

function launched(state: LedgerState, { data, occurredAt }: Extract<FleetEvent, { type: 'NodeLaunched' }>): LedgerState {
  const { instanceId, instanceType, zone, capacityType, launchId } = data;
  if (state.living[instanceId]) return state;
  const from = Date.parse(data.launchedAt);
  const usdPerHour = knownPrice(data.pricePerHourUsd);
  const earlier = state.ended.find((other) => other.instanceId === instanceId);
  // Ended by our own hand: the launch is told a second time.
  if (earlier && !earlier.wasLost) return state;
  const fresh: Life = {
    ...{ instanceId, instanceType, zone, capacityType, from, to: null, wasLost: false },
    rates: [{ from, usdPerHour }],
  };
  const life = earlier ? cameBack(earlier, { at: Date.parse(occurredAt), usdPerHour }) : fresh;
  return {
    ...state,
    living: { ...state.living, [instanceId]: life },
    ended: earlier ? state.ended.filter((other) => other !== earlier) : state.ended,
    sizing: withOutcome(state.sizing, launchId, { state: 'filled', at: from, usdPerHour }),
    since: Math.min(state.since ?? from, from),
  };
}

/** It ran all the time. Without a price at its return, the last one goes on. */
function cameBack(life: Life, now: { readonly at: number; readonly usdPerHour: number | null }): Life {
  const back: Life = { ...life, to: null, wasLost: false };
  return now.usdPerHour === null ? back : withPrice(back, { from: now.at, to: null, usdPerHour: now.usdPerHour });
}

function gone(state: LedgerState, instanceId: string, end: { readonly at: number; readonly wasLost: boolean }): LedgerState {
  const { [instanceId]: life, ...living } = state.living;
  if (!life) return end.wasLost ? state : endedOtherwise(state, instanceId, end.at);
  const usdPerHour = rateAt(life.rates, end.at);
  const sizing = withOutcome(state.sizing, instanceId, { state: 'emptied', at: end.at, usdPerHour });
  return { ...state, living, ended: [...state.ended, ended(life, end.at, end)], sizing };
}

/** One that was taken for lost had ended at another time. */
function endedOtherwise(state: LedgerState, instanceId: string, at: number): LedgerState {
  const isIt = (life: Life) => life.instanceId === instanceId && life.wasLost;
  if (!state.ended.some(isIt)) return state;
  return { ...state, ended: state.ended.map((life) => (isIt(life) ? ended(life, at, { wasLost: false }) : life)) };
}

function priced(state: LedgerState, data: EventData<'PriceRecorded'>): LedgerState {
  const { instanceType, zone, capacityType, pricePerHourUsd: usdPerHour } = data;
  const price = { from: Date.parse(data.from), to: data.to === null ? null : Date.parse(data.to), usdPerHour };
  const offering = { instanceType, zone, capacityType };
  if (data.source === 'correction') {
    const correction: Correction = { ...offering, ...price };
    return { ...state, corrections: [...state.corrections, correction].slice(-REMEMBERED_CORRECTIONS) };
  }
  const withIt = (life: Life) => (isOf(life, offering) ? withPrice(life, price) : life);
  const living = Object.entries(state.living).map(([instanceId, life]): [string, Life] => [instanceId, withIt(life)]);
  return { ...state, living: Object.fromEntries(living), ended: state.ended.map(withIt) };
}

/** Goes over to a new month when the event is the first one in it. Months only follow each other: a clock set back changes nothing. */
function inMonth(state: LedgerState, { occurredAt }: FleetEvent, keepFrom: number): LedgerState {
  const month = monthOf(occurredAt);
  if (month <= state.month) return state;
  const oldest = Math.min(keepFrom, startOfMonth(month, -1) - WEEK);
  return {
    ...state,
    month,
    ended: state.ended.filter(({ to }) => (to ?? 0) > oldest),
    corrections: state.corrections.filter(({ to }) => to === null || to > oldest),
    sizing: forgotten(state.sizing, oldest),
  };
}
