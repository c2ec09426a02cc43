import { type EventStore, loadState, STREAM_CATEGORIES, streamName } from '@smartscale/events';
import { type FleetState, fleetFold } from '@smartscale/projections/fleet';

const MINUTE = 60_000;

/** What a store already tells of a simulated cluster, so that its simulation can go on. Times in epoch milliseconds. */
export type History = {
  /** When it all began: minute 0 of the demand. */
  readonly startAt: number;
  /** The first whole minute after the last event. */
  readonly resumeAt: number;
  readonly fleet: FleetState;
};

/** Null for a store that knows nothing of the cluster. */
export async function readHistory(store: EventStore, clusterId: string): Promise<History | null> {
  const [first] = await store.read(streamName('policy', clusterId), { limit: 1 });
  if (!first) return null;
  const lastOfEach = await Promise.all(
    STREAM_CATEGORIES.map((category) => store.read(streamName(category, clusterId), { direction: 'backward', limit: 1 })),
  );
  const latest = Math.max(...lastOfEach.flat().map(({ recordedAt }) => Date.parse(recordedAt)));
  const { state } = await loadState(store, streamName('fleet', clusterId), fleetFold);
  return {
    startAt: Math.floor(Date.parse(first.recordedAt) / MINUTE) * MINUTE,
    resumeAt: (Math.floor(latest / MINUTE) + 1) * MINUTE,
    fleet: state,
  };
}
