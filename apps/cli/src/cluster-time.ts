import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { SIMULATOR } from '@smartscale/simulator';

/**
 * Epoch milliseconds by the clock of a cluster: this machine's, or for a simulated cluster, whose time is another and runs at
 * another speed, that of its last sample.
 */
export async function clusterTime(store: EventStore, clusterId: string): Promise<number> {
  const first = await firstAdoption(store, clusterId);
  if (first?.data.author !== SIMULATOR) return Date.now();
  const [last] = await store.read(streamName('metrics', clusterId), { direction: 'backward', limit: 1 });
  return Date.parse((last ?? first).recordedAt);
}

/** Whose life a store holds of a cluster: nobody's yet, a simulated one's or a real one's. */
export async function kindOfCluster(store: EventStore, clusterId: string): Promise<'none' | 'simulated' | 'real'> {
  const first = await firstAdoption(store, clusterId);
  if (!first) return 'none';
  return first.data.author === SIMULATOR ? 'simulated' : 'real';
}

async function firstAdoption(store: EventStore, clusterId: string): Promise<RecordedEvent<'PolicyAdopted'> | undefined> {
  const [first] = await store.read(streamName('policy', clusterId), { limit: 1 });
  return first as RecordedEvent<'PolicyAdopted'> | undefined;
}
