import { type Foreseen, foreseenIn, type modelOf, nothingLearnt, takeIn } from '@smartscale/decision-engine/core';
import {
  type AdoptedPolicy,
  type EventStore,
  type EventTypeOf,
  type RecordedEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { createLedgerFold, type LedgerState } from '@smartscale/projections/ledger';
import { demandRecorder, fleetRecorder, type RecordedDemand, type RecordedFleet } from '@smartscale/simulator';
import { pagesInRange, pagesOf } from '../read-all.ts';

/** As long as a demand model that begins from nothing looks back. */
const LEARNT_MILLISECONDS = 7 * 86_400_000;

/** When a policy came into force, epoch milliseconds. */
export type Adoption = { readonly from: number; readonly adopted: AdoptedPolicy };

/** What a cluster recorded in a range of time, and what was in force and known in it. */
export type ClusterRecord = {
  readonly recorded: RecordedDemand;
  readonly fleet: RecordedFleet;
  readonly ledger: LedgerState;
  /** Oldest first. */
  readonly adoptions: readonly Adoption[];
  readonly forecasts: readonly Foreseen[];
  /** Demand as learnt from the week before the range. */
  readonly learnt: NonNullable<ReturnType<typeof modelOf>>;
};

type Range = { readonly from: string; readonly to: string };

/**
 * Reads the record, bounds by time of recording: from inclusive, to exclusive. What was learnt before is read only if a policy sizes by
 * price, `isPriced` or one that was in force. Null when no sample in it tells of demand.
 */
export async function readRecord(
  store: EventStore,
  cluster: string,
  { isPriced, ...range }: Range & { readonly isPriced: boolean },
): Promise<ClusterRecord | null> {
  const demand = demandRecorder();
  const forecasts: Foreseen[] = [];
  for await (const event of eventsInRange(store, cluster, range)) {
    if (isSample(event)) demand.add(event);
    if (event.type === 'ForecastMade') forecasts.push(foreseenIn(event));
  }
  const recorded = demand.recorded(cluster);
  if (recorded === null) return null;
  const adoptions = await readAdoptions(store, cluster);
  const asksForModel = isPriced || adoptions.some(({ adopted }) => adopted.policy.sizing.by === 'price');
  const learnt = asksForModel ? await learntBefore(store, cluster, range.from) : nothingLearnt();
  return {
    ...{ recorded, forecasts, learnt, adoptions },
    ...(await readFleet(store, cluster, recorded.demand.startAt)),
  };
}

async function learntBefore(store: EventStore, cluster: string, to: string): Promise<ClusterRecord['learnt']> {
  const learnt = nothingLearnt();
  const from = toTimestamp(Math.max(0, Date.parse(to) - LEARNT_MILLISECONDS));
  for await (const event of eventsInRange(store, cluster, { from, to })) if (isSample(event)) takeIn(learnt, event);
  return learnt;
}

async function* eventsInRange(store: EventStore, cluster: string, range: Range): AsyncGenerator<RecordedEvent, void> {
  for await (const page of pagesInRange(store, cluster, range)) yield* page;
}

function isSample(event: RecordedEvent): event is RecordedEvent<'MetricsSampled' | 'MetricsMissed'> {
  return event.type === 'MetricsSampled' || event.type === 'MetricsMissed';
}

async function readAdoptions(store: EventStore, cluster: string): Promise<readonly Adoption[]> {
  const adoptions: Adoption[] = [];
  for await (const page of pagesOf(store, streamName('policy', cluster))) {
    for (const event of page) {
      if (event.type !== 'PolicyAdopted') continue;
      const adopted = { policy: event.data.policy, version: event.position };
      adoptions.push({ from: Date.parse(event.recordedAt), adopted });
    }
  }
  return adoptions;
}

async function readFleet(
  store: EventStore,
  cluster: string,
  keepFrom: number,
): Promise<Pick<ClusterRecord, 'fleet' | 'ledger'>> {
  const recorder = fleetRecorder();
  const { evolve, initialState } = createLedgerFold(keepFrom);
  let ledger = initialState();
  for await (const page of pagesOf(store, streamName('fleet', cluster))) {
    for (const event of page as readonly RecordedEvent<EventTypeOf<'fleet'>>[]) {
      recorder.add(event);
      ledger = evolve(ledger, event);
    }
  }
  return { fleet: recorder.recorded(), ledger };
}
