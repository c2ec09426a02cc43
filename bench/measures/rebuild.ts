import { EventStore as CastoreEventStore, EventType as CastoreEventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';
import { getInMemoryEventStore } from '@event-driven-io/emmett';
import { deriveEventId, type Fold, loadState, type NewEvent, type RecordedEvent, streamName } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { type Measure, medianSeconds, round } from '../measure.ts';

const ROUNDS = 201;

/** About what a fleet's stream gathers in a year. */
const EVENTS = 10_000;
const GOAL = 2;

type Joined = { readonly workers: number; readonly seconds: number };

const initialState = (): Joined => ({ workers: 0, seconds: 0 });
const add = (state: Joined, afterSeconds: number): Joined => ({
  workers: state.workers + 1,
  seconds: state.seconds + afterSeconds,
});

/**
 * Rebuilds the same projection from the same events in memory with this store, emmett's and castore's.
 *
 * The bare loop, the same fold over the events at hand without any store, is the bound for whoever hands out plain objects:
 * what a store takes beyond it is its own doing.
 */
export const rebuild: Measure = {
  name: 'rebuild',
  async run({ quick }) {
    const count = quick ? 2_000 : EVENTS;
    const { rebuildIt, bareLoop } = await ours(count);
    const contenders = { ours: rebuildIt, bareLoop, emmett: await emmett(count), castore: await castore(count) };
    for (const [name, contender] of Object.entries(contenders)) {
      const { workers } = await contender();
      if (workers !== count) throw new Error(`${name} folded ${workers} events instead of ${count}`);
    }
    const seconds = await medianSeconds(contenders, quick ? 1 : ROUNDS);
    const microseconds = (name: keyof typeof contenders) => Math.round(seconds[name] * 1_000_000);
    return (['emmett', 'castore'] as const).map((other) => ({
      name: `projection rebuilt from memory, ${count} events`,
      value: round(seconds[other] / seconds.ours),
      unit: 'times as fast',
      against: `${other} in the same run (${microseconds(other)} us, ours ${microseconds('ours')}, the bare loop ${microseconds('bareLoop')})`,
      goal: `${GOAL} or more`,
      holds: seconds[other] / seconds.ours >= GOAL,
      timing: true,
    }));
  },
};

const PAGE = 50;

async function ours(count: number): Promise<{ rebuildIt: () => Promise<Joined>; bareLoop: () => Promise<Joined> }> {
  const store = createMemoryEventStore({ now: () => 0 });
  const stream = streamName('fleet', 'bench');
  for (let first = 1; first <= count; first += PAGE) {
    const events = Array.from({ length: Math.min(PAGE, count - first + 1) }, (_, index) => joined(first + index));
    await store.append(stream, events, { expectedVersion: first - 1 });
  }
  const fold: Fold<Joined> = {
    ...{ name: 'bench', version: 1, snapshotEvery: Number.POSITIVE_INFINITY, initialState },
    evolve: (state, event: RecordedEvent) => (event.type === 'NodeJoined' ? add(state, event.data.afterSeconds) : state),
  };
  const events = await store.read(stream, { limit: count });
  return {
    rebuildIt: async () => (await loadState(store, stream, fold)).state,
    bareLoop: async () => events.reduce((state, event) => fold.evolve(state, event), initialState()),
  };
}

function joined(number: number): NewEvent<'NodeJoined'> {
  const id = deriveEventId(0, 'bench', number);
  const occurredAt = '2026-01-01T00:00:00.000Z';
  return { id, type: 'NodeJoined', occurredAt, correlationId: id, causationId: id, data: dataOf(number) };
}

function dataOf(number: number) {
  return { instanceId: `i-${number}`, nodeName: `worker-i-${number}`, afterSeconds: number % 90 };
}

async function emmett(count: number): Promise<() => Promise<Joined>> {
  const store = getInMemoryEventStore();
  for (let first = 1; first <= count; first += PAGE) {
    const events = Array.from({ length: Math.min(PAGE, count - first + 1) }, (_, index) => ({
      type: 'NodeJoined' as const,
      data: dataOf(first + index),
    }));
    await store.appendToStream('fleet-bench', events);
  }
  const evolve = (state: Joined, event: { type: 'NodeJoined'; data: { afterSeconds: number } }) =>
    event.type === 'NodeJoined' ? add(state, event.data.afterSeconds) : state;
  return async () => (await store.aggregateStream('fleet-bench', { evolve, initialState })).state;
}

async function castore(count: number): Promise<() => Promise<Joined>> {
  type Aggregate = Joined & { readonly aggregateId: string; readonly version: number };
  const eventType = new CastoreEventType<'NodeJoined', ReturnType<typeof dataOf>>({ type: 'NodeJoined' });
  const store = new CastoreEventStore({
    eventStoreId: 'bench',
    eventTypes: [eventType],
    reducer: (state: Aggregate, event): Aggregate => ({
      ...add(state ?? initialState(), event.payload.afterSeconds),
      aggregateId: event.aggregateId,
      version: event.version,
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({
      initialEvents: Array.from({ length: count }, (_, index) => ({
        aggregateId: 'fleet-bench',
        version: index + 1,
        type: 'NodeJoined',
        timestamp: '2026-01-01T00:00:00.000Z',
        payload: dataOf(index + 1),
      })),
    }),
  });
  return async () => {
    const { aggregate } = await store.getAggregate('fleet-bench');
    if (!aggregate) throw new Error('castore found no events');
    return aggregate;
  };
}
