import type { EventData, EventStore, RecordedEvent } from '@smartscale/events';

/** What a failed launch was planned for. */
export type Plan = Pick<EventData<'ScalePlanned'>, 'cause' | 'reason' | 'victims'>;

/** A launch ends within minutes of its plan: of a fleet that is in a storm there are some dozens of events between them. */
const MAX_EVENTS_READ = 100;

/** The plan that a failed launch belongs to, looked for backwards in its stream; null when it is not near, and for all other events. */
export async function planOf(event: RecordedEvent, store: Pick<EventStore, 'read'>): Promise<Plan | null> {
  if (event.type !== 'LaunchFailed') return null;
  const { launchId } = event.data;
  const before = await store.read(event.stream, {
    from: event.position,
    direction: 'backward',
    limit: MAX_EVENTS_READ,
  });
  for (const { type, data } of before) {
    if (type === 'ScalePlanned' && data.launches.some((launch) => launch.launchId === launchId)) return data;
  }
  return null;
}
