import type { RecordedEvent } from '../envelope.ts';
import { ExpectedVersionError } from '../errors.ts';
import type { Change, ChangeFeed, EventStore, RangeOptions, RangePage, ReadOptions, Snapshot } from '../event-store.ts';
import type { Definitions } from '../read-event.ts';
import { checkAppend, envelop, isNewer, isRepeat, type Offer, rangeCursor, readLimit } from '../store-rules.ts';
import type { StreamName } from '../streams.ts';

/** A store that lives as long as its object. `now` gives epoch milliseconds for `recordedAt`. */
export function createMemoryEventStore(options: {
  readonly now: () => number;
  readonly definitions?: Definitions;
}): EventStore & ChangeFeed {
  const streams = new Map<string, RecordedEvent[]>();
  const changes: Change[] = [];
  const snapshots = new Map<string, string>();

  return {
    async append(stream, events, { expectedVersion }) {
      const offer: Offer = { stream, events, expectedVersion };
      const checked = checkAppend(offer, options.definitions);
      const recorded = streams.get(stream) ?? [];
      if (expectedVersion !== recorded.length) {
        const there = recorded.slice(expectedVersion, expectedVersion + events.length);
        if (isRepeat(there, events)) return there;
        throw new ExpectedVersionError(stream, expectedVersion);
      }
      const appended = envelop(offer, checked, options.now());
      streams.set(stream, recorded);
      for (const event of appended) {
        recorded.push(event);
        changes.push({ sequence: changes.length + 1, event });
      }
      return appended;
    },

    async read(stream, { from, limit, direction = 'forward' }: ReadOptions = {}) {
      const recorded = streams.get(stream) ?? [];
      const count = readLimit(limit);
      if (direction === 'forward') {
        const start = Math.max(1, from ?? 1) - 1;
        return recorded.slice(start, start + count);
      }
      const end = Math.min(recorded.length, from ?? recorded.length);
      return recorded.slice(Math.max(0, end - count), Math.max(0, end)).reverse();
    },

    async readRange(clusterId: string, range: RangeOptions): Promise<RangePage> {
      const count = readLimit(range.limit);
      const found = changes
        .map(({ event }) => event)
        .filter((event) => event.clusterId === clusterId && event.recordedAt >= range.from && event.recordedAt < range.to)
        .map((event) => ({ event, cursor: rangeCursor(event) }))
        .filter(({ cursor }) => range.after === undefined || cursor > range.after)
        .sort((a, b) => (a.cursor < b.cursor ? -1 : 1))
        .slice(0, count);
      return { events: found.map(({ event }) => event), next: found.length === count ? found.at(-1)?.cursor : undefined };
    },

    async readSnapshot(stream, name) {
      const kept = snapshots.get(`${stream}/${name}`);
      return kept === undefined ? undefined : (JSON.parse(kept) as Snapshot);
    },

    async writeSnapshot(stream: StreamName, snapshot) {
      const key = `${stream}/${snapshot.name}`;
      const kept = snapshots.get(key);
      if (kept !== undefined && isNewer(JSON.parse(kept) as Snapshot, snapshot)) return;
      snapshots.set(key, JSON.stringify(snapshot));
    },

    async readChanges({ after, limit }) {
      return changes.slice(after, after + limit);
    },
  };
}
