import { deriveEventId, type EventStore, ExpectedVersionError, streamName } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describeEventStoreContract } from '@smartscale/events/testing';
import { describe, expect, it } from 'vitest';
import { recallRecent } from './recalling-store.ts';

describeEventStoreContract('the recalling store', (options) => ({ store: recallRecent(createMemoryEventStore(options)) }), {
  persistent: false,
});

const stream = streamName('fleet', 'test');
const AT = Date.UTC(2026, 10, 24, 8);

const append = (store: EventStore, position: number) =>
  store.append(stream, [lost(position)], { expectedVersion: position - 1 });

function lost(number: number) {
  const id = deriveEventId(AT, number);
  const data = { instanceId: `i-${number}`, lostAt: new Date(AT).toISOString(), aliveSeconds: 1, evidence: 'gone' };
  return { type: 'NodeLost' as const, id, occurredAt: data.lostAt, correlationId: id, causationId: id, data };
}

describe('the recalling store', () => {
  it('reads nothing from the store that was just appended', async () => {
    const inner = createMemoryEventStore({ now: () => AT });
    let reads = 0;
    const store = recallRecent({
      ...inner,
      read: (...given) => {
        reads += 1;
        return inner.read(...given);
      },
      readChanges: () => Promise.reject(new Error('not from memory')),
    });
    for (let position = 1; position <= 200; position += 1) await append(store, position);
    expect((await store.read(stream, { direction: 'backward', limit: 1 })).map(({ position }) => position)).toEqual([200]);
    expect((await store.read(stream, { from: 190 })).map(({ position }) => position)).toHaveLength(11);
    expect(await store.read(stream, { from: 201 })).toEqual([]);
    expect((await store.readChanges({ after: 198, limit: 10 })).map(({ sequence }) => sequence)).toEqual([199, 200]);
    expect(reads).toBe(0);
    expect(await store.read(stream, { limit: 1 })).toMatchObject([{ position: 1 }]);
    expect(reads).toBe(1);
  });

  it('keeps back snapshots and writes them in the end', async () => {
    const inner = createMemoryEventStore({ now: () => AT });
    const store = recallRecent(inner);
    await store.writeSnapshot(stream, { name: 'fold', foldVersion: 1, position: 4, state: { workers: 1 } });
    expect(await store.readSnapshot(stream, 'fold')).toMatchObject({ position: 4 });
    expect(await inner.readSnapshot(stream, 'fold')).toBeUndefined();
    await store.flush();
    expect(await inner.readSnapshot(stream, 'fold')).toMatchObject({ position: 4 });
  });

  it('trusts its memory no longer when someone else writes', async () => {
    const inner = createMemoryEventStore({ now: () => AT });
    const store = recallRecent(inner);
    await append(store, 1);
    await append(inner, 2);
    await expect(store.append(stream, [lost(3)], { expectedVersion: 1 })).rejects.toThrow(ExpectedVersionError);
    expect(await store.read(stream)).toHaveLength(2);
    await append(store, 3);
    expect(await store.readChanges({ after: 0, limit: 10 })).toHaveLength(3);
  });
});
