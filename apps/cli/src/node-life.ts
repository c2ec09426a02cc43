import { type EventStore, type RecordedEvent, type StreamName, streamName } from '@smartscale/events';
import { namesIn } from './names-in-event.ts';
import { byTime, pagesOf } from './read-all.ts';

/** Every event that speaks of an instance, from the fleet and the Spot stream, in order of time. */
export async function nodeLife(store: EventStore, clusterId: string, instanceId: string): Promise<readonly RecordedEvent[]> {
  const fleet = await readStream(store, streamName('fleet', clusterId));
  const spot = await readStream(store, streamName('spot', clusterId));
  const launched = fleet.find((event) => event.type === 'NodeLaunched' && event.data.instanceId === instanceId);
  const launchId = launched?.type === 'NodeLaunched' ? launched.data.launchId : null;
  return [...fleet, ...spot].filter((event) => namesIn(event).includes(instanceId) || planned(event, launchId)).sort(byTime);
}

async function readStream(store: EventStore, stream: StreamName): Promise<readonly RecordedEvent[]> {
  const pages: (readonly RecordedEvent[])[] = [];
  for await (const page of pagesOf(store, stream)) pages.push(page);
  return pages.flat();
}

/** A plan names launches, not yet instances: it is found by the launch that the instance came from. */
function planned(event: RecordedEvent, launchId: string | null): boolean {
  return event.type === 'ScalePlanned' && event.data.launches.some((launch) => launch.launchId === launchId);
}
