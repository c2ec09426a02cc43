import { demandAt } from '@smartscale/backtest/traces';
import { describe, expect, it } from 'vitest';
import { allEvents, createLastingStore, ofType, shippedDemand } from '../testing/simulate-in-memory.ts';
import { createSimulation, type Simulation } from './simulation.ts';

describe('a simulation on the store of another', () => {
  it('goes on with its fleet, its time and its demand', async () => {
    const { store, openStore } = createLastingStore();
    const demand = shippedDemand('mongo-app01');
    const first = await createSimulation({ demand, openStore });
    await first.run({ days: 0.3 });
    const before = await allEvents(store);
    const fleetBefore = fleetOf(first);

    let minutes = 0;
    const second = await createSimulation({
      demand,
      openStore,
      observer({ now, demand: workers }) {
        minutes += 1;
        expect(workers).toBe(demandAt(demand, (now - demand.startAt) / 60_000));
      },
    });
    expect([first.continues, second.continues]).toEqual([false, true]);
    expect(fleetOf(second)).toEqual(fleetBefore);
    await second.run({ days: 0.3 });
    expect(minutes).toBeGreaterThan(400);

    const after = (await allEvents(store)).slice(before.length);
    expect(ofType(after, 'PolicyAdopted')).toEqual([]);
    expect(ofType(after, 'NodeLost')).toEqual([]);
    expect(ofType(after, 'NodeLaunched').filter(({ data }) => data.cause === 'adoption')).toEqual([]);
    const [sample] = ofType(after, 'MetricsSampled');
    expect(sample?.data.workers.ready).toBe(fleetBefore.length);
    expect(Date.parse(sample?.recordedAt ?? '')).toBeGreaterThan(Date.parse(before.at(-1)?.recordedAt ?? ''));
    const told = ofType([...before, ...after], 'NoticeSent').map(({ data }) => data.causeId);
    expect(new Set(told).size).toBe(told.length);
  }, 30_000);
});

function fleetOf({ view }: Simulation): readonly string[] {
  return view.workers
    .map(({ instanceId, zone, capacityType, status }) => `${instanceId} ${zone} ${capacityType} ${status}`)
    .sort();
}
