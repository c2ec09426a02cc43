import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../event-store.ts';
import { notice } from './notices.ts';
import { type MakeStore, openFor } from './store-under-test.ts';

const STREAM = 'fleet-demo';

/** What snapshots promise. */
export function describeSnapshots(makeStore: MakeStore): void {
  const at = (position: number, foldVersion = 1): Snapshot => ({
    name: 'fleet',
    foldVersion,
    position,
    state: { workers: [{ id: `i-${position}` }], note: null },
  });

  describe('snapshots', () => {
    it('are absent until written, and come back as written', async () => {
      const { store } = await openFor(makeStore);
      expect(await store.readSnapshot(STREAM, 'fleet')).toBeUndefined();
      await store.writeSnapshot(STREAM, at(10));
      expect(await store.readSnapshot(STREAM, 'fleet')).toEqual(at(10));
    });

    it('keep the newer of two, whichever is written last', async () => {
      const { store } = await openFor(makeStore);
      await store.writeSnapshot(STREAM, at(20));
      await store.writeSnapshot(STREAM, at(10));
      expect(await store.readSnapshot(STREAM, 'fleet')).toEqual(at(20));
      await store.writeSnapshot(STREAM, at(30));
      expect(await store.readSnapshot(STREAM, 'fleet')).toEqual(at(30));
    });

    it('of another version of the fold replace the old ones', async () => {
      const { store } = await openFor(makeStore);
      await store.writeSnapshot(STREAM, at(20, 1));
      await store.writeSnapshot(STREAM, at(5, 2));
      expect(await store.readSnapshot(STREAM, 'fleet')).toEqual(at(5, 2));
    });

    it('are kept by stream and name, and are no events', async () => {
      const { store } = await openFor(makeStore);
      await store.append('notices-demo', [notice(1)], { expectedVersion: 0 });
      await store.writeSnapshot('notices-demo', at(1));
      await store.writeSnapshot(STREAM, at(2));
      await store.writeSnapshot(STREAM, { ...at(3), name: 'cost' });
      expect((await store.readSnapshot(STREAM, 'fleet'))?.position).toBe(2);
      expect((await store.readSnapshot(STREAM, 'cost'))?.position).toBe(3);
      expect(await store.read('notices-demo')).toHaveLength(1);
      expect(await store.read('notices-demo', { direction: 'backward' })).toHaveLength(1);
    });

    it('hold the state of the moment, not a live object', async () => {
      const { store } = await openFor(makeStore);
      const state = { workers: 3 };
      await store.writeSnapshot(STREAM, { name: 'fleet', foldVersion: 1, position: 1, state });
      state.workers = 99;
      expect((await store.readSnapshot(STREAM, 'fleet'))?.state).toEqual({ workers: 3 });
    });
  });
}
