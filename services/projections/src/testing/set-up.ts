import type { EventStore } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { recordingTelemetry } from '@smartscale/lambda';
import { allProjections, type Projection } from '@smartscale/projections';
import type { Progress, ViewStore } from '@smartscale/views';
import { createMemoryViewStore } from '@smartscale/views/memory';
import { createHandlers } from '../handler.ts';
import { CLUSTER, STREAM } from './fleet-events.ts';

const clock = { now: () => Date.parse('2026-01-01T00:00:00.000Z'), sleep: async () => {} };

/** The service on stores in memory. */
export function setUp(options: { store?: EventStore; views?: ViewStore; projections?: readonly Projection[] } = {}) {
  const { store = createMemoryEventStore(clock), views = createMemoryViewStore(), projections = allProjections } = options;
  const telemetry = recordingTelemetry();
  const time = { remainingMilliseconds: 60_000 };
  const context = { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => time.remainingMilliseconds };
  const handlers = createHandlers({ store, views, clusterId: CLUSTER, clock, telemetry, projections });
  const owner = (projection: string) => ({ clusterId: CLUSTER, projection });
  return {
    ...{ store, views, telemetry, time },
    /** As the bus wakes it with the event at a position. */
    async wake(position = 1, more: object = {}): Promise<void> {
      const [event] = await store.read(STREAM, { from: position, limit: 1 });
      await handlers.project(
        { source: 'smartscale.capacity-manager', 'detail-type': event?.type, detail: event, ...more },
        context,
      );
    },
    rebuild: (input: unknown = {}) => handlers.rebuild(input, context),
    progress: (projection: string): Promise<Progress> => views.readProgress(owner(projection)),
    /** All that readers can see of each projection, and the state behind it: but for the revision, which counts writes. */
    async everything(): Promise<string> {
      const all = projections.map(async ({ name, initialState, viewsOf }) => {
        const { shown, building } = await views.readProgress(owner(name));
        const names = [...new Set([...Object.keys(viewsOf(initialState())), ...(shown?.views ?? [])])];
        return { name, shown, building, views: await Promise.all(names.map((view) => views.readView(owner(name), view))) };
      });
      return JSON.stringify(await Promise.all(all));
    },
  };
}
