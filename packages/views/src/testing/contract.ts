import { describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY_PROGRESS, type Progress } from '../progress.ts';
import { MAX_VIEWS_IN_WRITE, type ViewStore } from '../view-store.ts';

export type ViewStoreUnderTest = {
  readonly store: ViewStore;
  /** The same storage as another process sees it. */
  readonly reopen: () => ViewStore;
  readonly close?: () => void | Promise<void>;
};

const FLEET = { clusterId: 'demo', projection: 'fleet' };

/** The contract of ViewStore as tests. `make` gives a fresh, empty one each time. */
export function describeViewStoreContract(name: string, make: () => ViewStoreUnderTest | Promise<ViewStoreUnderTest>): void {
  const open = async () => {
    const made = await make();
    onTestFinished(async () => made.close?.());
    return made;
  };

  describe(`view store contract: ${name}`, () => {
    it('begins with nothing', async () => {
      const { store } = await open();
      expect(await store.readProgress(FLEET)).toEqual(EMPTY_PROGRESS);
      expect(await store.readView(FLEET, 'fleet')).toBeUndefined();
    });

    it('gives back what was written, byte for byte, to another process too', async () => {
      const { store, reopen } = await open();
      const json = '{"b":1,"a":[0.1,"ü\\u0000 \'"],"text":"line\\nline"}';
      expect(await store.write(FLEET, { progress: progressOf(1), put: { fleet: json, 'by zone': '[]' }, remove: [] })).toBe(
        true,
      );
      for (const reader of [store, reopen()]) {
        expect(await reader.readProgress(FLEET)).toEqual(progressOf(1));
        expect(await reader.readView(FLEET, 'fleet')).toBe(json);
        expect(await reader.readView(FLEET, 'by zone')).toBe('[]');
      }
    });

    it('keeps the views that a write does not name, and forgets those that it removes', async () => {
      const { store } = await open();
      await store.write(FLEET, { progress: progressOf(1), put: { a: '1', b: '2', c: '3' }, remove: [] });
      await store.write(FLEET, { progress: progressOf(2), put: { a: '10' }, remove: ['b', 'never there'] });
      expect(await Promise.all(['a', 'b', 'c'].map((view) => store.readView(FLEET, view)))).toEqual(['10', undefined, '3']);
    });

    it.each([
      ['the revision that is there', 2],
      ['an older one', 1],
      ['one too far', 4],
    ])('writes nothing at %s', async (_, revision) => {
      const { store } = await open();
      for (const at of [1, 2])
        await store.write(FLEET, { progress: progressOf(at), put: { fleet: `${at}`, b: '0' }, remove: [] });
      const late = { progress: progressOf(revision, 99), put: { fleet: '"late"', late: '1' }, remove: ['b'] };
      expect(await store.write(FLEET, late)).toBe(false);
      expect(await store.readProgress(FLEET)).toEqual(progressOf(2));
      expect(await Promise.all(['fleet', 'late', 'b'].map((view) => store.readView(FLEET, view)))).toEqual([
        '2',
        undefined,
        '0',
      ]);
    });

    it('writes nothing at a first revision that is not 1', async () => {
      const { store } = await open();
      expect(await store.write(FLEET, { progress: progressOf(2), put: { fleet: '1' }, remove: [] })).toBe(false);
      expect(await store.readView(FLEET, 'fleet')).toBeUndefined();
    });

    it('lets one of many writers win, who alone has written', async () => {
      const { store, reopen } = await open();
      const other = reopen();
      await store.write(FLEET, { progress: progressOf(1), put: {}, remove: [] });
      const writes = Array.from({ length: 12 }, (_, writer) =>
        (writer % 2 === 0 ? store : other).write(FLEET, {
          progress: progressOf(2, writer),
          put: { fleet: `${writer}`, other: `${writer}` },
          remove: [],
        }),
      );
      const winners = (await Promise.all(writes)).flatMap((won, writer) => (won ? [writer] : []));
      expect(winners).toHaveLength(1);
      expect((await store.readProgress(FLEET)).shown?.position).toBe(winners[0]);
      expect(await store.readView(FLEET, 'fleet')).toBe(`${winners[0]}`);
      expect(await store.readView(FLEET, 'other')).toBe(`${winners[0]}`);
    });

    it('keeps clusters and projections apart', async () => {
      const { store } = await open();
      const others = [
        { clusterId: 'demo-2', projection: 'fleet' },
        { clusterId: 'demo', projection: 'cost' },
      ];
      await store.write(FLEET, { progress: progressOf(1), put: { fleet: '1' }, remove: [] });
      for (const owner of others) {
        expect(await store.readProgress(owner)).toEqual(EMPTY_PROGRESS);
        expect(await store.readView(owner, 'fleet')).toBeUndefined();
        expect(await store.write(owner, { progress: progressOf(1, 7), put: { fleet: '7' }, remove: [] })).toBe(true);
      }
      expect(await store.readView(FLEET, 'fleet')).toBe('1');
    });

    it('takes as many views at once as it promises, and refuses one more by name', async () => {
      const { store } = await open();
      const views = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, view) => [`view ${view}`, '0']));
      const remove = ['gone'];
      expect(await store.write(FLEET, { progress: progressOf(1), put: views(MAX_VIEWS_IN_WRITE - 1), remove })).toBe(true);
      await expect(store.write(FLEET, { progress: progressOf(2), put: views(MAX_VIEWS_IN_WRITE), remove })).rejects.toThrow(
        'projection fleet writes 91 views at once',
      );
      expect(await store.readProgress(FLEET)).toEqual(progressOf(1));
    });
  });
}

function progressOf(revision: number, position = revision): Progress {
  const build = { version: 2, position, eventId: `event-${position}`, state: `{"position":${position}}` };
  return { revision, shown: { ...build, views: ['fleet'] }, building: revision % 2 === 0 ? build : null };
}
