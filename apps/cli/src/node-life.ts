import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { readAll } from './read-all.ts';

/** Every event that speaks of an instance, from the fleet and the Spot stream, in order of time. */
export async function nodeLife(store: EventStore, clusterId: string, instanceId: string): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  const launches = new Map<string, RecordedEvent>();
  for await (const event of readAll(store, streamName('fleet', clusterId))) {
    if (event.type === 'ScalePlanned') for (const { launchId } of event.data.launches) launches.set(launchId, event);
    if (event.type === 'NodeLaunched' && event.data.instanceId === instanceId) {
      const plan = launches.get(event.data.launchId);
      if (plan) events.push(plan);
    }
    if (speaksOf(event, instanceId)) events.push(event);
    if (event.type === 'ScaleCompleted') launches.clear();
  }
  for await (const event of readAll(store, streamName('spot', clusterId))) {
    if (speaksOf(event, instanceId)) events.push(event);
  }
  return events.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0));
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
