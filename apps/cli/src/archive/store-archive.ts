import { type EventStore, STREAM_CATEGORIES, streamName } from '@smartscale/events';
import { pagesInRange } from '../read-all.ts';
import type { ArchiveDetails, EventArchive } from './event-archive.ts';

const BEGINNING = '0000-01-01T00:00:00.000Z';
const END = '9999-12-31T23:59:59.999Z';

/** The archive of a local runtime: the store itself, which keeps everything and whose events are all that passed the bus. */
export function storeArchive(
  store: EventStore,
  options: { readonly clusterId: string; readonly name: string; readonly bytes: number },
): EventArchive {
  const { clusterId, name, bytes } = options;
  const inspect = async (): Promise<ArchiveDetails> => {
    const streams = await streamsOf(store, clusterId);
    return {
      ...{ name, state: 'ENABLED', bytes, keptDays: null, source: `the events of cluster ${clusterId}` },
      events: streams.reduce((sum, { events }) => sum + events, 0),
      since: streams.map(({ first }) => first).sort()[0] ?? null,
      ...{ inspection: null, replays: [], streams },
    };
  };

  return {
    inspect,
    async list() {
      const { state, events, keptDays, since } = await inspect();
      return [{ name, state, events, bytes, keptDays, since }];
    },
    async *replay({ from, to }) {
      for await (const page of pagesInRange(store, clusterId, { from: from ?? BEGINNING, to: to ?? END })) {
        yield page.map((event) => ({ kind: 'event', event }));
      }
    },
  };
}

async function streamsOf(store: EventStore, clusterId: string): Promise<ArchiveDetails['streams']> {
  const found = STREAM_CATEGORIES.map(async (category) => {
    const stream = streamName(category, clusterId);
    const [first] = await store.read(stream, { limit: 1 });
    const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
    return first && last ? [{ stream, events: last.position, first: first.recordedAt, last: last.recordedAt }] : [];
  });
  return (await Promise.all(found)).flat();
}
