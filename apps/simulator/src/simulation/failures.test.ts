import { StoreUnusableError, UnreadableChangeError, UnreadableEventError } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describe, expect, it } from 'vitest';
import { shippedDemand } from '../testing/simulate-in-memory.ts';
import type { SimulationStore } from './options.ts';
import { createSimulation } from './simulation.ts';

/** A twentieth of a day on a store whose changes are read through `wrap`. */
async function simulateOn(wrap: (store: SimulationStore) => SimulationStore) {
  const openStore = (now: () => number) => wrap(createMemoryEventStore({ now }));
  const simulation = await createSimulation({ demand: shippedDemand('mongo-app01'), openStore, shared: true });
  return simulation.run({ days: 0.05 });
}

describe('a simulation is not healthy', () => {
  it('when an event of its store cannot be read', async () => {
    const result = await simulateOn((store) => ({
      ...store,
      async readChanges(options) {
        const changes = await store.readChanges(options);
        const bad = changes.findIndex(({ sequence }) => sequence === 20);
        if (bad < 0) return changes;
        const unreadable = new UnreadableEventError({ stream: 'metrics-local', position: 9 }, 'its data is not JSON');
        throw new UnreadableChangeError(unreadable, { sequence: 20, before: changes.slice(0, bad) });
      },
    }));
    // The relay and the projections each read the changes.
    expect(result.deadLetters).toBeGreaterThan(0);
    expect(result.violationCount).toBe(result.deadLetters);
    expect(result.violations[0]).toMatchObject({
      invariant: 'dead-letter',
      detail: expect.stringContaining('event 9 of stream metrics-local cannot be read: its data is not JSON'),
    });
    expect(result.ticks).toBeGreaterThan(30);
  });

  it('when its changes can no longer be read', async () => {
    const result = await simulateOn((store) => ({
      ...store,
      async readChanges() {
        throw new StoreUnusableError('the disk is gone');
      },
    }));
    expect(result.violations[0]).toMatchObject({ invariant: 'outbox-stands-still', detail: 'the disk is gone' });
    expect(result.violationCount).toBeGreaterThan(0);
  });

  it('only then', async () => {
    expect(await simulateOn((store) => store)).toMatchObject({ deadLetters: 0, violations: [], violationCount: 0 });
  });
});
