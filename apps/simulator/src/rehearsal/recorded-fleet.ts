import { type Outcome, Tally } from '@smartscale/backtest';
import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { countFleet, emptyFleet, evolveFleet, type FleetState } from '@smartscale/projections/fleet';
import type { RehearsedDemand } from './load.ts';

type FleetEvent = RecordedEvent<EventTypeOf<'fleet'>>;

/** The fleet from a moment on. */
type Stand = { readonly from: number; readonly serving: number; readonly paid: number; readonly usdPerHour: number };

const MINUTE = 60_000;
/** Where no worker joined, or none was drained, in the record. */
const USUAL_JOIN_SECONDS = 120;
const USUAL_DRAIN_SECONDS = 60;

/** How a fleet really was, from its stream. */
export type RecordedFleet = {
  /** What it did with a demand: the truth that a rehearsal is to be held against. */
  outcomeOn(demand: RehearsedDemand): Outcome;
  /** Workers that had joined at a moment. */
  joinedAt(moment: number): number;
  /** The medians of those that joined and of those drained to scale down since a moment. */
  usualSecondsSince(moment: number): { readonly join: number; readonly drain: number };
};

/** Takes in a fleet's stream, in its order. */
export function fleetRecorder() {
  let state: FleetState = emptyFleet;
  const stands: Stand[] = [];
  const launches: number[] = [];
  const terminations: number[] = [];
  const joins: { at: number; seconds: number }[] = [];
  const drains: { at: number; seconds: number }[] = [];
  /** When the drain of a worker to scale down began. */
  const began = new Map<string, number>();

  function add(event: FleetEvent): void {
    const at = Date.parse(event.occurredAt);
    noteChange(event, at);
    state = evolveFleet(state, event);
    const workers = Object.values(state.workers);
    const usdPerHour = workers.reduce((sum, { pricePerHourUsd }) => sum + pricePerHourUsd, 0);
    stands.push({ from: at, serving: countFleet(state).joined, paid: workers.length, usdPerHour });
  }

  function noteChange(event: FleetEvent, at: number): void {
    if (event.type === 'NodeLaunched') launches.push(at);
    if (event.type === 'NodeJoined') joins.push({ at, seconds: event.data.afterSeconds });
    if (event.type === 'NodeDrainStarted' && event.data.cause === 'scale-down') began.set(event.data.instanceId, at);
    if (event.type !== 'NodeTerminated') return;
    terminations.push(at);
    const since = began.get(event.data.instanceId);
    if (since !== undefined) drains.push({ at, seconds: (at - since) / 1_000 });
    began.delete(event.data.instanceId);
  }

  return {
    add,
    recorded: (): RecordedFleet => ({
      outcomeOn: (demand) => outcomeOn(demand, { stands, launches, terminations }),
      joinedAt: (moment) => stands.findLast(({ from }) => from <= moment)?.serving ?? 0,
      usualSecondsSince: (moment) => ({
        join: medianSince(joins, moment) ?? USUAL_JOIN_SECONDS,
        drain: medianSince(drains, moment) ?? USUAL_DRAIN_SECONDS,
      }),
    }),
  };
}

type Changes = {
  readonly stands: readonly Stand[];
  readonly launches: readonly number[];
  readonly terminations: readonly number[];
};

function outcomeOn({ startAt, workers }: RehearsedDemand, { stands, launches, terminations }: Changes): Outcome {
  const tally = new Tally();
  let next = 0;
  let usdMinutes = 0;
  for (const [minute, demand] of workers.entries()) {
    while (next < stands.length && (stands[next] as Stand).from <= startAt + minute * MINUTE) next += 1;
    const { serving, paid, usdPerHour } = stands[next - 1] ?? { serving: 0, paid: 0, usdPerHour: 0 };
    tally.add(demand, serving, paid);
    if (!Number.isNaN(demand)) usdMinutes += usdPerHour;
  }
  const end = startAt + workers.length * MINUTE;
  const within = (moments: readonly number[]) => moments.filter((moment) => moment >= startAt && moment < end).length;
  return tally.outcome({ launches: within(launches), terminations: within(terminations), usd: usdMinutes / 60 });
}

function medianSince(timed: readonly { readonly at: number; readonly seconds: number }[], moment: number): number | null {
  const seconds = timed.filter(({ at }) => at >= moment).map((one) => one.seconds);
  return seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? null;
}
