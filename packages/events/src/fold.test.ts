import { describe, expect, it } from 'vitest';
import { advanceState, type Fold, loadState } from './fold.ts';
import { createMemoryEventStore } from './memory/memory-event-store.ts';
import { notice, START } from './testing/contract/notices.ts';
import { countReads } from './testing/counting-store.ts';

const STREAM = 'notices-demo';
const SNAPSHOT_EVERY = 10;

type State = { readonly texts: readonly string[] };
const fold: Fold<State, 'NoticeSent'> = {
  name: 'texts',
  version: 1,
  snapshotEvery: SNAPSHOT_EVERY,
  initialState: () => ({ texts: [] }),
  evolve: ({ texts }, { data }) => ({ texts: [...texts, data.text].slice(-3) }),
};

const open = () => countReads(createMemoryEventStore({ now: () => START }));

/** Appends notices one by one the way `handleCommand` does: load, append, advance. */
async function write(store: ReturnType<typeof open>, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    const loaded = await loadState(store, STREAM, fold);
    const appended = await store.append(STREAM, [notice(number)], { expectedVersion: loaded.version });
    await advanceState(store, fold, loaded, appended);
  }
}

async function loadCounting(store: ReturnType<typeof open>) {
  const before = { ...store.reads };
  const loaded = await loadState(store, STREAM, fold);
  return { loaded, items: store.reads.items - before.items, calls: store.reads.calls - before.calls };
}

describe('a loaded state', () => {
  it('of an empty stream is the initial one', async () => {
    expect(await loadState(open(), STREAM, fold)).toEqual({ state: { texts: [] }, version: 0, snapshotPosition: 0 });
  });

  it('reads as many items when the stream is old as when it is young', async () => {
    const store = open();
    await write(store, 1, 15);
    const young = await loadCounting(store);
    await write(store, 16, 1_015);
    const old = await loadCounting(store);
    expect(old.items).toBe(young.items);
    expect(old.loaded).toEqual({
      state: { texts: ['notice 1013', 'notice 1014', 'notice 1015'] },
      version: 1_015,
      snapshotPosition: 1_010,
    });
    for (let number = 1_016; number <= 1_040; number += 1) {
      await write(store, number, number);
      expect((await loadCounting(store)).items).toBeLessThanOrEqual(SNAPSHOT_EVERY + 1);
    }
  });

  it('is the same with and without its snapshot', async () => {
    const store = open();
    await write(store, 1, 25);
    const { state, version } = await loadState(store, STREAM, fold);
    const whole = await loadState(store, STREAM, { ...fold, name: 'other' });
    expect(whole).toEqual({ state, version, snapshotPosition: 0 });
  });

  it('ignores a snapshot of another version of the fold', async () => {
    const store = open();
    await write(store, 1, 25);
    const changed: Fold<State, 'NoticeSent'> = { ...fold, version: 2, evolve: (_, { data }) => ({ texts: [data.text] }) };
    expect(await loadState(store, STREAM, changed)).toEqual({
      state: { texts: ['notice 25'] },
      version: 25,
      snapshotPosition: 0,
    });
  });

  it('goes on reading when there are more events than one read returns', async () => {
    const store = open();
    const total = 1_050;
    for (let version = 0; version < total; version += 50) {
      const events = Array.from({ length: 50 }, (_, index) => notice(version + index + 1));
      await store.append(STREAM, events, { expectedVersion: version });
    }
    expect((await loadState(store, STREAM, fold)).version).toBe(total);
  });

  it('advances over a snapshot that cannot be kept', async () => {
    const store = open();
    await write(store, 1, 9);
    const loaded = await loadState(store, STREAM, fold);
    const appended = await store.append(STREAM, [notice(10)], { expectedVersion: 9 });
    const failing = { ...store, writeSnapshot: () => Promise.reject(new Error('throttled')) };
    const advanced = await advanceState(failing, fold, loaded, appended);
    expect(advanced).toEqual({ state: { texts: ['notice 8', 'notice 9', 'notice 10'] }, version: 10, snapshotPosition: 0 });
    expect(await advanceState(store, fold, loaded, [])).toBe(loaded);
  });
});
