import { type EventStore, loadState, type Policy, type RecordedEvent, readCurrentPolicy, streamName } from '@smartscale/events';
import { type CostSoFar, costAt, runningCostFold } from '@smartscale/projections/cost';
import { fleetFold, type Worker } from '@smartscale/projections/fleet';

const SHOWN_SAMPLES = 48;
const SHOWN_DECISIONS = 5;
const SHOWN_CHANGES = 4;
/** Decisions among which the last ups and downs are looked for: four hours of them. */
const SEARCHED_DECISIONS = 120;
const SHOWN_NOTICES = 4;
/** Plans among them, and in a storm those that are folded. */
const SEARCHED_NOTICES = 40;

/** All that the live view shows, read from the store alone: the same for a simulated fleet and a real one. */
export type FleetView = {
  readonly now: string;
  readonly policy: Policy | null;
  readonly workers: readonly Worker[];
  /** Newest last. */
  readonly samples: readonly RecordedEvent<'MetricsSampled' | 'MetricsMissed'>[];
  /** Newest first, as are the next two. */
  readonly decisions: readonly RecordedEvent<'ScaleDecided'>[];
  /** The ups and downs among the decisions of the last hours. */
  readonly changes: readonly RecordedEvent<'ScaleDecided'>[];
  readonly notices: readonly RecordedEvent<'NoticeSent' | 'NoticeFailed'>[];
  readonly cost: CostSoFar;
};

export async function readFleetView(store: EventStore, clusterId: string, now: string): Promise<FleetView> {
  const newest = (category: 'metrics' | 'scaling' | 'notices', limit: number) =>
    store.read(streamName(category, clusterId), { direction: 'backward', limit });
  const fleetStream = streamName('fleet', clusterId);
  const [adopted, fleet, spent, samples, scaling, notices] = await Promise.all([
    readCurrentPolicy(store, clusterId),
    loadState(store, fleetStream, fleetFold),
    loadState(store, fleetStream, runningCostFold),
    newest('metrics', SHOWN_SAMPLES),
    newest('scaling', SEARCHED_DECISIONS),
    newest('notices', SEARCHED_NOTICES),
  ]);
  const decisions = scaling.filter((event): event is RecordedEvent<'ScaleDecided'> => event.type === 'ScaleDecided');
  return {
    now,
    policy: adopted?.policy ?? null,
    workers: Object.values(fleet.state.workers),
    samples: samples.toReversed() as FleetView['samples'],
    decisions: decisions.slice(0, SHOWN_DECISIONS),
    changes: decisions.filter(({ data }) => data.action !== 'hold').slice(0, SHOWN_CHANGES),
    notices: notices.filter(isTold).slice(0, SHOWN_NOTICES),
    cost: costAt(spent.state, now),
  };
}

function isTold(event: RecordedEvent): event is RecordedEvent<'NoticeSent' | 'NoticeFailed'> {
  return event.type === 'NoticeSent' || event.type === 'NoticeFailed';
}
