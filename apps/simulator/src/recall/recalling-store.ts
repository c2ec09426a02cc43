import {
  type Change,
  type ChangeFeed,
  DEFAULT_READ_LIMIT,
  type EventStore,
  ExpectedVersionError,
  MAX_READ_LIMIT,
  type ReadOptions,
  type RecordedEvent,
  type Snapshot,
  type StreamName,
} from '@smartscale/events';
import { createRecent, type Recent } from './recent.ts';

const KEPT_EVENTS = 64;
/** For readers of the feed, who are never far behind. */
const KEPT_CHANGES = 1_000;
/** A snapshot goes to the store each time this many newer ones have replaced it here. */
const SNAPSHOTS_PER_WRITE = 64;

export type RecallingStore = EventStore &
  ChangeFeed & {
    /** Writes the snapshots that are kept back. To be called at the end. */
    flush(): Promise<void>;
  };

/**
 * The same store for its only writer, who reads hardly anything but what he has just written: recent events, changes and
 * snapshots come from memory, as the very objects that were appended. Every append goes to the store at once.
 *
 * `store` must be empty. As soon as someone else turns out to write to it, everything is read from it again.
 */
export function recallRecent(store: EventStore & ChangeFeed): RecallingStore {
  const streams = new Map<string, Recent<RecordedEvent>>();
  const snapshots = createSnapshots(store);
  const changes = createRecent<Change>(KEPT_CHANGES);
  let isAlone = true;

  function recentOf(stream: string): Recent<RecordedEvent> {
    let recent = streams.get(stream);
    if (!recent) {
      recent = createRecent(KEPT_EVENTS);
      streams.set(stream, recent);
    }
    return recent;
  }

  return {
    async append(stream, events, options) {
      const recent = recentOf(stream);
      try {
        const appended = await store.append(stream, events, options);
        // A repeated append returns what was there before.
        for (const event of appended) {
          if (event.position !== recent.head + 1) continue;
          recent.add(event);
          changes.add({ sequence: changes.head + 1, event });
        }
        return appended;
      } catch (error) {
        if (error instanceof ExpectedVersionError && options.expectedVersion === recent.head) isAlone = false;
        throw error;
      }
    },

    async read(stream, options = {}) {
      return (isAlone ? readRecent(recentOf(stream), options) : undefined) ?? store.read(stream, options);
    },

    async readChanges({ after, limit }) {
      return (isAlone ? changes.forward(after + 1, limit) : undefined) ?? store.readChanges({ after, limit });
    },

    readRange: (clusterId, options) => store.readRange(clusterId, options),
    ...snapshots,
  };
}

function readRecent(recent: Recent<RecordedEvent>, { from, limit = DEFAULT_READ_LIMIT, direction }: ReadOptions) {
  // Wrong limits are the store's to refuse.
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_READ_LIMIT) return undefined;
  if (direction === 'backward') return recent.backward(from ?? recent.head, limit);
  return recent.forward(Math.max(1, from ?? 1), limit);
}

function createSnapshots(store: EventStore): Pick<RecallingStore, 'readSnapshot' | 'writeSnapshot' | 'flush'> {
  const newest = new Map<string, { readonly stream: StreamName; snapshot: Snapshot; unwritten: number }>();
  return {
    async readSnapshot(stream, name) {
      return newest.get(`${stream}/${name}`)?.snapshot ?? store.readSnapshot(stream, name);
    },

    async writeSnapshot(stream, given) {
      const key = `${stream}/${given.name}`;
      const kept = newest.get(key);
      const snapshot = { ...given, state: JSON.parse(JSON.stringify(given.state)) as unknown };
      if (!kept) {
        newest.set(key, { stream, snapshot, unwritten: 1 });
        return;
      }
      if (snapshot.foldVersion === kept.snapshot.foldVersion && snapshot.position < kept.snapshot.position) return;
      kept.snapshot = snapshot;
      kept.unwritten += 1;
      if (kept.unwritten < SNAPSHOTS_PER_WRITE) return;
      kept.unwritten = 0;
      await store.writeSnapshot(stream, snapshot);
    },

    async flush() {
      for (const { stream, snapshot } of newest.values()) await store.writeSnapshot(stream, snapshot);
    },
  };
}
