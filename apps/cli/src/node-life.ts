import { type EventStore, type RecordedEvent, type StreamName, streamName } from '@smartscale/events';
import { byTime, pagesOf } from './read-all.ts';

/** Every event that speaks of an instance, from the fleet and the Spot stream, in order of time. */
export async function nodeLife(store: EventStore, clusterId: string, instanceId: string): Promise<readonly RecordedEvent[]> {
  const fleet = await readStream(store, streamName('fleet', clusterId));
  const spot = await readStream(store, streamName('spot', clusterId));
  const launched = fleet.find((event) => event.type === 'NodeLaunched' && event.data.instanceId === instanceId);
  const launchId = launched?.type === 'NodeLaunched' ? launched.data.launchId : null;
  return [...fleet, ...spot].filter((event) => speaksOf(event, instanceId) || planned(event, launchId)).sort(byTime);
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

function speaksOf(event: RecordedEvent, instanceId: string): boolean {
  switch (event.type) {
    case 'ScalePlanned':
      return event.data.victims.includes(instanceId) || event.data.launches.some(({ replaces }) => replaces === instanceId);
    case 'ScaleCompleted':
      return [...event.data.added, ...event.data.removed].some((place) => place.instanceId === instanceId);
    case 'NodeLaunched':
    case 'NodeJoined':
    case 'NodeJoinTimedOut':
    case 'NodeDrainStarted':
    case 'NodeDrained':
    case 'NodeDrainFailed':
    case 'NodeTerminated':
    case 'NodeLost':
    case 'SpotWarning':
    case 'InterruptionDrained':
      return event.data.instanceId === instanceId;
    case 'LaunchFailed':
    case 'OfferingUnavailable':
    case 'ScaleRefused':
    case 'MetricsSampled':
    case 'MetricsMissed':
    case 'PolicyAdopted':
    case 'ScaleDecided':
    case 'ShadowDecided':
    case 'ForecastMade':
    case 'ForecastScored':
    case 'NoticeSent':
    case 'NoticeFailed':
      return false;
  }
}
