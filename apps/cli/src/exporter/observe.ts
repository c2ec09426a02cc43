import {
  type EventStore,
  type EventType,
  loadState,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
} from '@smartscale/events';
import { fleetFold } from '@smartscale/projections/fleet';
import { clusterTime } from '../cluster-time.ts';
import { createBooks } from './books.ts';
import type { Facts } from './facts.ts';
import { createTally } from './tally.ts';

const SERVER_INSTANCE_TYPE = 't3a.medium';
const DISK_GB = 20;
/** Samples and forecasts stand close to the end of their streams: a day of decisions lies between two scores at the most. */
const LOOK_BACK_EVENTS = 50;

/** Looks at one cluster's events, each time at what is new. It only reads. */
export function createObserver(store: EventStore, cluster: string): { observe(): Promise<Facts> } {
  const books = createBooks(store, cluster, { serverInstanceType: SERVER_INSTANCE_TYPE, diskGb: DISK_GB });
  const tally = createTally(store, cluster);
  const newest = async (category: 'metrics' | 'scaling') =>
    store.read(streamName(category, cluster), { direction: 'backward', limit: LOOK_BACK_EVENTS });
  return {
    async observe() {
      const now = await clusterTime(store, cluster);
      const [policy, fleet, metrics, scaling] = await Promise.all([
        readCurrentPolicy(store, cluster),
        loadState(store, streamName('fleet', cluster), fleetFold),
        newest('metrics'),
        newest('scaling'),
      ]);
      return {
        ...{ cluster, now, policy, fleet: fleet.state },
        lastTick: firstOf(metrics, 'MetricsSampled', 'MetricsMissed'),
        lastSample: firstOf(metrics, 'MetricsSampled'),
        lastDecision: firstOf(scaling, 'ScaleDecided'),
        lastForecast: firstOf(scaling, 'ForecastMade')?.data ?? null,
        lastScore: firstOf(scaling, 'ForecastScored')?.data ?? null,
        statement: await books.read(now),
        ...(await tally.read()),
      };
    },
  };
}

function firstOf<Type extends EventType>(
  events: readonly RecordedEvent[],
  ...types: readonly Type[]
): RecordedEvent<Type> | null {
  return (events.find(({ type }) => (types as readonly string[]).includes(type)) as RecordedEvent<Type> | undefined) ?? null;
}
