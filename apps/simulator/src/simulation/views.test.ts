import { streamName } from '@smartscale/events';
import { allProjections } from '@smartscale/projections';
import { createMemoryViewStore } from '@smartscale/views/memory';
import { expect, it } from 'vitest';
import { simulateInMemory } from '../testing/simulate-in-memory.ts';

it('the views at the end are those of all events, although notices came twice and overtook each other', async () => {
  const views = createMemoryViewStore();
  const faults = ['interruption-storm', 'duplicates', 'reorder', 'throttling'] as const;
  const { events } = await simulateInMemory({ days: 0.5, faults, openViews: () => views });
  const fleetEvents = events.filter(({ stream }) => stream === streamName('fleet', 'local'));
  expect(fleetEvents.length).toBeGreaterThan(30);
  for (const { name, initialState, evolve, viewsOf } of allProjections) {
    const owner = { clusterId: 'local', projection: name };
    expect((await views.readProgress(owner)).shown?.position).toBe(fleetEvents.length);
    for (const [view, body] of Object.entries(viewsOf(fleetEvents.reduce(evolve, initialState())))) {
      expect(await views.readView(owner, view)).toBe(JSON.stringify(body));
    }
  }
}, 30_000);
