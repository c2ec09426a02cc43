import { fileURLToPath } from 'node:url';
import { type EventStore, streamName, toTimestamp } from '@smartscale/events';
import type { Activity } from '@smartscale/projections/control-plane';
import { readWiring } from '@smartscale/runtime';
import { UsageError } from '../exit.ts';
import { pagesInRange } from '../read-all.ts';
import { createActivityTally } from './tally-activity.ts';

const SERVICES_DIRECTORY = fileURLToPath(new URL('../../../../services', import.meta.url));
const DAY_MILLISECONDS = 86_400_000;

/**
 * What the last `days` of a cluster's history set going, up to its last sample; fewer when it is younger. Every event of that time is
 * read once. UsageError when there is no sample.
 */
export async function recordedActivity(store: EventStore, clusterId: string, days: number): Promise<Activity> {
  const metrics = streamName('metrics', clusterId);
  const [[last], [first]] = await Promise.all([
    store.read(metrics, { direction: 'backward', limit: 1 }),
    store.read(metrics, { limit: 1 }),
  ]);
  if (!last || !first || first.position === last.position) {
    throw new UsageError(`cluster ${clusterId} has not two samples yet: there is nothing to count`);
  }
  const end = Date.parse(last.recordedAt);
  const begin = Math.max(Date.parse(first.recordedAt), end - days * DAY_MILLISECONDS);
  const tally = createActivityTally(readWiring(SERVICES_DIRECTORY, { stage: 'local', params: { clusterId } }));
  for await (const page of pagesInRange(store, clusterId, { from: toTimestamp(begin), to: toTimestamp(end) })) {
    for (const event of page) tally.add(event);
  }
  return tally.result((end - begin) / DAY_MILLISECONDS);
}
