import { allProjections, type Projection } from '@smartscale/projections';
import type { ViewStore } from '@smartscale/views';
import { createMemoryViewStore } from '@smartscale/views/memory';
import { describe, expect, it } from 'vitest';
import { MAX_LOST_WRITES, PAGE_EVENTS } from './catch-up.ts';
import { UnfinishedError, UnusableCommandError } from './errors.ts';
import { appendEvents, CLUSTER } from './testing/fleet-events.ts';
import { setUp } from './testing/set-up.ts';

const costOwner = { clusterId: CLUSTER, projection: 'running-cost' };

/** Names the instances that were launched; its second version spells them in capitals, in a view of another name. */
function launchesProjection(version: number): Projection {
  return {
    ...{ name: 'launches', version, category: 'fleet' },
    initialState: () => [],
    evolve: (state, { type, data }) =>
      type === 'NodeLaunched'
        ? [...(state as string[]), version === 1 ? data.instanceId : data.instanceId.toUpperCase()]
        : state,
    viewsOf: (state) => ({ [version === 1 ? 'launches' : 'LAUNCHES']: state }),
  };
}

/** Views whose first write is the last thing that the function does. */
function cutOff(views: ViewStore, end: () => void): ViewStore {
  return {
    ...views,
    async write(owner, change) {
      end();
      return views.write(owner, change);
    },
  };
}

const seen = (views: ViewStore) =>
  Promise.all(['launches', 'LAUNCHES'].map((view) => views.readView({ clusterId: CLUSTER, projection: 'launches' }, view)));

describe('a wake', () => {
  it('reads on from the checkpoint to the end, whichever event woke it', async () => {
    const { store, wake, progress, views } = setUp();
    await appendEvents(store, 1, 5);
    await wake(1);
    expect((await progress('fleet')).shown).toMatchObject({ position: 5, views: ['fleet'] });
    await appendEvents(store, 6, 9);
    await wake(2);
    expect((await progress('timeline')).shown?.position).toBe(9);
    const cost = JSON.parse((await views.readView(costOwner, 'running-cost')) ?? '');
    expect(Object.keys(cost.living)).toEqual(['i-0b', 'i-3b', 'i-6b']);
    expect(cost.endedHours.spot).toBeCloseTo((3 * 120) / 3_600, 10);
  });

  it('that finds nothing new writes nothing', async () => {
    const { store, wake, progress } = setUp();
    await appendEvents(store, 1, 3);
    await wake();
    const before = await progress('fleet');
    await wake();
    expect(await progress('fleet')).toEqual(before);
  });

  it('of many at once does the work of one', async () => {
    const one = setUp();
    await appendEvents(one.store, 1, 7);
    await one.wake();
    const many = setUp({ store: one.store });
    await Promise.all([1, 2, 3, 4, 5, 6].map((position) => many.wake(position)));
    expect(await many.everything()).toBe(await one.everything());
    expect(many.telemetry.counts['ViewWritesLost']).toBeGreaterThan(0);
  });

  it('goes on page by page', async () => {
    const { store, wake, progress } = setUp({ projections: [launchesProjection(1)] });
    await appendEvents(store, 1, 2 * PAGE_EVENTS);
    await wake();
    expect(await progress('launches')).toMatchObject({ shown: { position: 2 * PAGE_EVENTS }, building: null });
  });

  it.each([
    ['shorter', 2],
    ['longer', 9],
  ])('on a store that is another one and %s builds from zero', async (_, events) => {
    const old = setUp();
    await appendEvents(old.store, 1, 5);
    await old.wake();
    const fresh = setUp();
    await appendEvents(fresh.store, 1, events, 'another');
    await fresh.wake();
    const mixed = setUp({ store: fresh.store, views: old.views });
    await mixed.wake();
    expect(await mixed.everything()).toBe(await fresh.everything());
    expect(mixed.telemetry.counts).toEqual({ ViewsOfAnotherStore: 3, ViewsBuilt: 3 });
  });

  it('fails when others win each time, so that it is repeated', async () => {
    const views: ViewStore = { ...createMemoryViewStore(), write: async () => false };
    const { store, wake, telemetry } = setUp({ views, projections: [launchesProjection(1)] });
    await appendEvents(store, 1, 1);
    await expect(wake()).rejects.toThrow(UnfinishedError);
    expect(telemetry.counts).toEqual({ ViewWritesLost: MAX_LOST_WRITES, HandlerFailures: 1 });
  });

  it('of which one projection fails brings the others to their end', async () => {
    const broken: Projection = {
      ...launchesProjection(1),
      evolve() {
        throw new TypeError('broken');
      },
    };
    const { store, wake, progress } = setUp({ projections: [broken, ...allProjections] });
    await appendEvents(store, 1, 4);
    await expect(wake()).rejects.toThrow('broken');
    expect((await progress('timeline')).shown?.position).toBe(4);
    expect((await progress('launches')).shown).toBeNull();
  });

  it('by a replayed event is refused', async () => {
    const { store, wake, progress, telemetry } = setUp();
    await appendEvents(store, 1, 1);
    await wake(1, { 'replay-name': 'inspection' });
    expect((await progress('fleet')).shown).toBeNull();
    expect(telemetry.counts).toEqual({ ReplaysRefused: 1 });
  });
});

describe('a version that was raised', () => {
  it('is built from zero beside what is shown, and takes its place once it has caught up', async () => {
    const old = setUp({ projections: [launchesProjection(1)] });
    const { store, views } = old;
    await appendEvents(store, 1, PAGE_EVENTS + 2);
    await old.wake();
    const shownBefore = await seen(views);
    const raised = setUp({ store, views, projections: [launchesProjection(2)] });

    const cut = setUp({
      store,
      views: cutOff(views, () => {
        cut.time.remainingMilliseconds = 0;
      }),
      projections: [launchesProjection(2)],
    });
    await expect(cut.wake()).rejects.toThrow(/come to position 1000 and not to the end/);
    expect(await seen(views)).toEqual(shownBefore);
    expect(await raised.progress('launches')).toMatchObject({
      shown: { version: 1 },
      building: { version: 2, position: PAGE_EVENTS },
    });

    await raised.wake();
    const [gone, shown = ''] = await seen(views);
    expect(gone).toBeUndefined();
    expect(shown).toMatch(/^\["I-0A","I-0B",/);
    expect(await raised.progress('launches')).toMatchObject({
      shown: { version: 2, position: PAGE_EVENTS + 2, views: ['LAUNCHES'] },
      building: null,
    });
    expect(raised.telemetry.counts).toEqual({ ViewsBuilt: 1 });
  });

  it('is not taken back by the old release that still runs, but by its command', async () => {
    const raised = setUp({ projections: [launchesProjection(2)] });
    const { store, views } = raised;
    await appendEvents(store, 1, 2);
    await raised.wake();
    await appendEvents(store, 3, 4);
    const old = setUp({ store, views, projections: [launchesProjection(1)] });
    await old.wake();
    expect((await old.progress('launches')).shown).toMatchObject({ version: 2, position: 2 });
    expect(old.telemetry.counts).toEqual({ NewerViewsShown: 1 });
    await old.rebuild();
    expect(await seen(views)).toEqual(['["i-0a","i-0b","i-3a"]', undefined]);
  });
});

describe('the command to rebuild', () => {
  it('gives the same bytes as all the wakes before', async () => {
    const { store, wake, rebuild, everything } = setUp();
    for (let position = 1; position <= 30; position += 3) {
      await appendEvents(store, position, position + 2);
      await wake(position);
    }
    const before = await everything();
    expect(await rebuild()).toEqual({ rebuilt: ['fleet', 'running-cost', 'timeline'] });
    expect(await everything()).toBe(before);
  });

  it('mends a view that is wrong', async () => {
    const { store, wake, rebuild, everything, progress, views } = setUp();
    await appendEvents(store, 1, 5);
    await wake();
    const before = await everything();
    const { revision, shown, building } = await progress('running-cost');
    const wrong = shown && { ...shown, state: JSON.stringify({ ...JSON.parse(shown.state), endedUsd: 99 }) };
    const change = { progress: { revision: revision + 1, shown: wrong, building }, put: { 'running-cost': '99' }, remove: [] };
    expect(await views.write(costOwner, change)).toBe(true);
    expect(await everything()).not.toBe(before);
    expect(await rebuild({ projections: ['running-cost'] })).toEqual({ rebuilt: ['running-cost'] });
    expect(await everything()).toBe(before);
  });

  it.each([[{ projections: ['flet'] }], [{ projections: 'fleet' }]])('refuses %j and says what there is', async (input) => {
    const { rebuild, progress } = setUp();
    await expect(rebuild(input)).rejects.toThrow(UnusableCommandError);
    await expect(rebuild(input)).rejects.toThrow('choose from fleet, running-cost, timeline');
    expect((await progress('fleet')).revision).toBe(0);
  });
});
