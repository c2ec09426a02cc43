import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Demand, demandFromTrace, parseTrace } from '@smartscale/backtest/traces';
import type { ChangeFeed, EventStore, RecordedEvent } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import type { SimulationOptions } from '../simulation/options.ts';
import { createSimulation } from '../simulation/simulation.ts';
import { SHIPPED_TRACES } from '../traces/shipped-traces.ts';

export function shippedDemand(name: string): Demand {
  return demandFromTrace(parseTrace(readFileSync(SHIPPED_TRACES[name] ?? '', 'utf8'), { name }), { maxWorkers: 10 });
}

/** A store that outlives a simulation, and can be opened on the time of the next. */
export function createLastingStore() {
  let now = () => 0;
  const store = createMemoryEventStore({ now: () => now() });
  const openStore = (time: () => number) => {
    now = time;
    return store;
  };
  return { store, openStore };
}

/** Plays some days of a shipped trace and gives what came of it, with all events in their order. */
export async function simulateInMemory(
  options: Partial<SimulationOptions> & { readonly days: number; readonly trace?: string },
) {
  const { days, trace = 'mongo-app01', ...given } = options;
  const { store, openStore } = createLastingStore();
  const simulation = await createSimulation({ demand: shippedDemand(trace), openStore, ...given });
  const result = await simulation.run({ days });
  return { result, simulation, events: await allEvents(store) };
}

export async function allEvents(feed: EventStore & ChangeFeed): Promise<readonly RecordedEvent[]> {
  return (await feed.readChanges({ after: 0, limit: 1_000_000 })).map(({ event }) => event);
}

export function digestOf(events: readonly RecordedEvent[]): string {
  return createHash('sha256').update(JSON.stringify(events)).digest('hex');
}

export function ofType<Type extends RecordedEvent['type']>(
  events: readonly RecordedEvent[],
  type: Type,
): RecordedEvent<Type>[] {
  return events.filter((event): event is RecordedEvent<Type> & RecordedEvent => event.type === type);
}
