import { describe, expect, it } from 'vitest';
import { MAX_APPEND_EVENTS, MAX_READ_LIMIT, type ReadOptions } from '../../event-store.ts';
import { notice, notices } from './notices.ts';
import { type MakeStore, openFor } from './store-under-test.ts';

const STREAM = 'notices-demo';
const ONE_MEGABYTE = 1_048_576;

/** What `read` promises. */
export function describeReading(makeStore: MakeStore): void {
  describe('read', () => {
    it('finds nothing in a stream that was never written', async () => {
      const { store } = await openFor(makeStore);
      expect(await store.read(STREAM)).toEqual([]);
      expect(await store.read(STREAM, { direction: 'backward', limit: 1 })).toEqual([]);
    });

    it('keeps streams and clusters apart', async () => {
      const { store } = await openFor(makeStore);
      await store.append(STREAM, [notice(1)], { expectedVersion: 0 });
      await store.append('notices-other', [notice(2)], { expectedVersion: 0 });
      expect((await store.read('notices-other')).map(({ id }) => id)).toEqual([notice(2).id]);
      expect(await store.read('fleet-demo')).toEqual([]);
    });

    it('returns what was appended, and the same again', async () => {
      const { store } = await openFor(makeStore);
      const appended = await store.append(STREAM, notices(1, 3), { expectedVersion: 0 });
      expect(await store.read(STREAM)).toEqual(appended);
      expect(await store.read(STREAM)).toEqual(appended);
    });

    it.each<[string, ReadOptions, readonly number[]]>([
      ['all, forward', {}, [1, 2, 3, 4, 5]],
      ['a limit', { limit: 2 }, [1, 2]],
      ['a start', { from: 3 }, [3, 4, 5]],
      ['a start and a limit', { from: 2, limit: 2 }, [2, 3]],
      ['a start at the end', { from: 5 }, [5]],
      ['a start beyond the end', { from: 6 }, []],
      ['a start before the beginning', { from: -3, limit: 2 }, [1, 2]],
      ['all, backward', { direction: 'backward' }, [5, 4, 3, 2, 1]],
      ['the last one', { direction: 'backward', limit: 1 }, [5]],
      ['backward from the middle', { direction: 'backward', from: 3, limit: 2 }, [3, 2]],
      ['backward from beyond the end', { direction: 'backward', from: 99, limit: 1 }, [5]],
      ['backward from before the beginning', { direction: 'backward', from: 0 }, []],
    ])('obeys %s', async (_, options, positions) => {
      const { store } = await openFor(makeStore);
      await store.append(STREAM, notices(1, 5), { expectedVersion: 0 });
      expect((await store.read(STREAM, options)).map(({ position }) => position)).toEqual(positions);
    });

    it.each([0, -1, 1.5, MAX_READ_LIMIT + 1])('refuses the limit %d', async (limit) => {
      const { store } = await openFor(makeStore);
      await expect(store.read(STREAM, { limit })).rejects.toThrow(RangeError);
    });

    it('reads more than a megabyte, in both directions', async () => {
      const { store } = await openFor(makeStore);
      const text = 'x'.repeat(2_000);
      const count = Math.ceil((1.2 * ONE_MEGABYTE) / text.length);
      for (let version = 0; version < count; version += MAX_APPEND_EVENTS) {
        const size = Math.min(MAX_APPEND_EVENTS, count - version);
        const events = Array.from({ length: size }, (_, index) => notice(version + index + 1, text));
        await store.append(STREAM, events, { expectedVersion: version });
      }
      const positions = Array.from({ length: count }, (_, index) => index + 1);
      const forward = await store.read(STREAM, { limit: MAX_READ_LIMIT });
      expect(forward.map(({ position }) => position)).toEqual(positions);
      const backward = await store.read(STREAM, { limit: count - 1, direction: 'backward' });
      expect(backward.map(({ position }) => position)).toEqual(positions.slice(1).reverse());
    });
  });
}
