import { type EventStore, streamName } from '@smartscale/events';

/** Who adopts the first policy of a simulated cluster. */
const SIMULATOR = 'simulator';

/**
 * Epoch milliseconds by the clock of a cluster: this machine's, or for a simulated cluster, whose time is another and runs at
 * another speed, that of its last sample.
 */
export async function clusterTime(store: EventStore, clusterId: string): Promise<number> {
  const [first] = await store.read(streamName('policy', clusterId), { limit: 1 });
  if (first?.type !== 'PolicyAdopted' || first.data.author !== SIMULATOR) return Date.now();
  const [last] = await store.read(streamName('metrics', clusterId), { direction: 'backward', limit: 1 });
  return Date.parse((last ?? first).recordedAt);
}
