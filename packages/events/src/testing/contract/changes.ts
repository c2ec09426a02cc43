import { describe, expect, it } from 'vitest';
import type { Change, ChangeFeed } from '../../event-store.ts';
import { UnreadableChangeError } from '../../unreadable-change.ts';
import { notice, notices } from './notices.ts';
import { type MakeStore, type OpenedStore, openFor } from './store-under-test.ts';

/** What the change feed promises, for the stores that have one. */
export function describeChanges(makeStore: MakeStore): void {
  describe('change feed', () => {
    it('is empty at first', async () => {
      expect(await feedOf(await openFor(makeStore)).readChanges({ after: 0, limit: 10 })).toEqual([]);
    });

    it('gives every event of every stream once, in the order in which they were taken', async () => {
      const opened = await openFor(makeStore);
      const a = await opened.store.append('notices-demo', notices(1, 2), { expectedVersion: 0 });
      const b = await opened.store.append('notices-other', [notice(3)], { expectedVersion: 0 });
      const c = await opened.store.append('notices-demo', [notice(4)], { expectedVersion: 2 });
      const changes = await feedOf(opened).readChanges({ after: 0, limit: 10 });
      expect(changes.map(({ event }) => event)).toEqual([...a, ...b, ...c]);
      const sequences = changes.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...new Set(sequences)].sort((x, y) => x - y));
      expect(sequences[0]).toBe(1);
    });

    it('goes on after a sequence, as far as the limit', async () => {
      const opened = await openFor(makeStore);
      await opened.store.append('notices-demo', notices(1, 5), { expectedVersion: 0 });
      const feed = feedOf(opened);
      const seen: Change[] = [];
      for (let pages = 0; pages < 3; pages += 1) {
        seen.push(...(await feed.readChanges({ after: seen.at(-1)?.sequence ?? 0, limit: 2 })));
      }
      expect(seen.map(({ event }) => event.position)).toEqual([1, 2, 3, 4, 5]);
    });

    it('has the JSON text of the data, if any, as the event has it', async () => {
      const opened = await openFor(makeStore);
      await opened.store.append('notices-demo', notices(1, 2), { expectedVersion: 0 });
      for (const { event, dataJson } of await feedOf(opened).readChanges({ after: 0, limit: 2 })) {
        expect(JSON.parse(dataJson ?? JSON.stringify(event.data))).toEqual(event.data);
      }
    });

    it('names the sequence of a change that cannot be read, has those before it, and goes on after it', async () => {
      const opened = await openFor(makeStore);
      if (!opened.damage) return;
      await opened.store.append('notices-demo', notices(1, 5), { expectedVersion: 0 });
      await opened.damage('notices-demo', 3);
      const feed = feedOf(opened);
      const failure = await feed.readChanges({ after: 0, limit: 10 }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(UnreadableChangeError);
      expect(failure).toMatchObject({ stream: 'notices-demo', position: 3, sequence: 3 });
      expect((failure as UnreadableChangeError).before.map(({ event }) => event.position)).toEqual([1, 2]);
      expect((await feed.readChanges({ after: 3, limit: 10 })).map(({ event }) => event.position)).toEqual([4, 5]);
    });

    it('has nothing of an append that was refused or repeated', async () => {
      const opened = await openFor(makeStore);
      await opened.store.append('notices-demo', notices(1, 2), { expectedVersion: 0 });
      await opened.store.append('notices-demo', notices(1, 2), { expectedVersion: 0 });
      await opened.store.append('notices-demo', notices(8, 2), { expectedVersion: 1 }).catch(() => undefined);
      expect(await feedOf(opened).readChanges({ after: 0, limit: 10 })).toHaveLength(2);
    });
  });
}

function feedOf({ store }: OpenedStore): ChangeFeed {
  const { readChanges } = store;
  if (!readChanges) throw new Error('this store has no change feed');
  return { readChanges };
}
