import {
  type EventStore,
  type EventTypeOf,
  type Loaded,
  loadState,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
} from '@smartscale/events';
import { type FleetState, fleetFold } from '@smartscale/projections/fleet';
import { clusterTime } from '../cluster-time.ts';
import { pagesOf } from '../read-all.ts';
import { createBooks } from './books.ts';
import type { Facts } from './facts.ts';
import { createFollower } from './follow.ts';

const SERVER_INSTANCE_TYPE = 't3a.medium';
const DISK_GB = 20;

/** Looks at one cluster's events, each time at what is new. It only reads. */
export function createObserver(store: EventStore, cluster: string): { observe(): Promise<Facts> } {
  const books = createBooks(store, cluster, { serverInstanceType: SERVER_INSTANCE_TYPE, diskGb: DISK_GB });
  const follower = createFollower(store, cluster);
  const fleet = createFleet(store, cluster);
  return {
    async observe() {
      const now = await clusterTime(store, cluster);
      const followed = await follower.look();
      const { decisions, events, spotWarnings, newest } = followed;
      return {
        ...{ cluster, now, policy: await readCurrentPolicy(store, cluster), fleet: await fleet.read() },
        lastTick: newest('MetricsSampled', 'MetricsMissed'),
        lastSample: newest('MetricsSampled'),
        lastDecision: newest('ScaleDecided'),
        lastForecast: newest('ForecastMade')?.data ?? null,
        lastScore: newest('ForecastScored')?.data ?? null,
        statement: await books.read(now),
        ...{ decisions, events, spotWarnings },
      };
    },
  };
}

/** The fleet: once from its snapshot, then from what is new. */
function createFleet(store: EventStore, cluster: string): { read(): Promise<FleetState> } {
  const stream = streamName('fleet', cluster);
  let kept: Pick<Loaded<FleetState>, 'state' | 'version'> | null = null;
  return {
    async read() {
      let { state, version } = kept ?? (await loadState(store, stream, fleetFold));
      for await (const page of pagesOf(store, stream, version + 1)) {
        for (const event of page) state = fleetFold.evolve(state, event as RecordedEvent<EventTypeOf<'fleet'>>);
        version = page.at(-1)?.position ?? version;
      }
      kept = { state, version };
      return state;
    },
  };
}
