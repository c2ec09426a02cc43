import type { RecordedEvent } from '../envelope.ts';
import { ExpectedVersionError } from '../errors.ts';
import type { Change, ChangeFeed, EventStore } from '../event-store.ts';
import type { Definitions } from '../read-event.ts';
import { checkAppend, envelop, isNewer, isRepeat, type Offer, readLimit } from '../store-rules.ts';
import { createTimeIndex } from './time-index.ts';

/** `state` as JSON text, so that a snapshot is a state of its moment. */
type KeptSnapshot = { readonly name: string; readonly foldVersion: number; readonly position: number; readonly state: string };

/**
 * A store that lives as long as its object. `now` gives epoch milliseconds for `recordedAt`.
 *
 * What it returns are its own objects, to be left as they are. They are not frozen: that would cost three times an append, and
 * make folding frozen events three times slower.
 */
export function createMemoryEventStore(options: {
  readonly now: () => number;
  /** The catalogue to check against; ours unless a test brings one. */
  readonly definitions?: Definitions;
}): EventStore & ChangeFeed {
  const streams = new Map<string, RecordedEvent[]>();
  const clusters = new Map<string, ReturnType<typeof createTimeIndex>>();
  const changes: Change[] = [];
  const snapshots = new Map<string, KeptSnapshot>();

  return {
    async append(stream, events, { expectedVersion }) {
      const offer: Offer = { stream, events, expectedVersion };
      const checked = checkAppend(offer, options.definitions);
      const recorded = entryOf(streams, stream, () => []);
      if (expectedVersion !== recorded.length) {
        const there = recorded.slice(expectedVersion, expectedVersion + events.length);
        if (isRepeat(there, events)) return there;
        throw new ExpectedVersionError(stream, expectedVersion);
      }
      const appended = envelop(offer, checked, options.now());
      for (const event of appended) {
        recorded.push(event);
        changes.push({ sequence: changes.length + 1, event });
        entryOf(clusters, event.clusterId, createTimeIndex).add(event);
      }
      return appended;
    },

    async read(stream, { from, limit, direction = 'forward' } = {}) {
      const recorded = streams.get(stream) ?? [];
      const count = readLimit(limit);
      if (direction === 'forward') {
        const start = Math.max(1, from ?? 1) - 1;
        return recorded.slice(start, start + count);
      }
      const end = Math.max(0, Math.min(recorded.length, from ?? recorded.length));
      return recorded.slice(Math.max(0, end - count), end).reverse();
    },

    async readRange(clusterId, range) {
      return entryOf(clusters, clusterId, createTimeIndex).read(range);
    },

    async readSnapshot(stream, name) {
      const kept = snapshots.get(`${stream}/${name}`);
      return kept && { ...kept, state: JSON.parse(kept.state) };
    },

    async writeSnapshot(stream, snapshot) {
      const key = `${stream}/${snapshot.name}`;
      const kept = snapshots.get(key);
      if (kept && isNewer(kept, snapshot)) return;
      snapshots.set(key, { ...snapshot, state: JSON.stringify(snapshot.state) });
    },

    async readChanges({ after, limit }) {
      return changes.slice(after, after + limit);
    },
  };
}

function entryOf<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
