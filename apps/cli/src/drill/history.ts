import {
  defaultPolicy,
  type EventStore,
  loadState,
  type RecordedEvent,
  readCurrentPolicy,
  STREAM_CATEGORIES,
  type StreamName,
  streamName,
} from '@smartscale/events';
import { fleetFold } from '@smartscale/projections/fleet';
import { UsageError } from '../exit.ts';
import { byTime, pagesOf } from '../read-all.ts';
import type { Story } from './story.ts';

export type History = {
  readonly before: Pick<Story, 'before' | 'policy' | 'intervalSeconds'>;
  /** What has come since, oldest first: each call gives only what is new. */
  news(): Promise<readonly RecordedEvent[]>;
};

/** A fleet as it stands, and what happens from now on. Only reads. UsageError when nothing has lived there yet. */
export async function openHistory(store: EventStore, clusterId: string): Promise<History> {
  const positions = new Map<StreamName, number>();
  const fleetStream = streamName('fleet', clusterId);
  for (const category of STREAM_CATEGORIES) {
    const stream = streamName(category, clusterId);
    const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
    positions.set(stream, last?.position ?? 0);
  }
  const { state, version } = await loadState(store, fleetStream, fleetFold);
  positions.set(fleetStream, version);
  const policy = (await readCurrentPolicy(store, clusterId))?.policy ?? defaultPolicy();
  const [sample] = await store.read(streamName('metrics', clusterId), { direction: 'backward', limit: 1 });
  if (sample?.type !== 'MetricsSampled' && sample?.type !== 'MetricsMissed') {
    throw new UsageError(
      `cluster ${clusterId} has no sample yet: see whether it runs with "smartscale events", and name it with --cluster`,
    );
  }
  return {
    before: { before: state, policy, intervalSeconds: sample.data.intervalSeconds },
    async news() {
      const found: RecordedEvent[] = [];
      for (const [stream, position] of positions) {
        for await (const page of pagesOf(store, stream, position + 1)) found.push(...page);
      }
      for (const { stream, position } of found) positions.set(stream, Math.max(position, positions.get(stream) ?? 0));
      return found.toSorted(byTime);
    },
  };
}
