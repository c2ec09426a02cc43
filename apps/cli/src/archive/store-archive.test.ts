import { deriveEventId, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { expect, it } from 'vitest';
import { inOrder } from './archived-event.ts';
import { storeArchive } from './store-archive.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');

async function archiveOf(events: number) {
  let now = START;
  const store = createMemoryEventStore({ now: () => now });
  for (let number = 1; number <= events; number += 1) {
    const id = deriveEventId(now, number);
    const data = { instanceId: `i-${number}`, nodeName: 'n', afterSeconds: 1 };
    const event = { id, type: 'NodeJoined' as const, occurredAt: toTimestamp(now), correlationId: id, causationId: id, data };
    await store.append('fleet-test', [event], { expectedVersion: number - 1 });
    now += 60_000;
  }
  return storeArchive(store, { clusterId: 'test', name: 'sqlite:f.db', bytes: 2_048 });
}

it('a store is its own archive', async () => {
  const archive = await archiveOf(3);
  const since = toTimestamp(START);
  const summary = { name: 'sqlite:f.db', state: 'ENABLED', events: 3, bytes: 2_048, keptDays: null, since };
  expect(await archive.list()).toEqual([summary]);
  expect(await archive.inspect()).toEqual({
    ...{ ...summary, source: 'the events of cluster test', inspection: null, replays: [] },
    streams: [{ stream: 'fleet-test', events: 3, first: since, last: toTimestamp(START + 120_000) }],
  });
});

it('it gives back a part of its time, or all of it', async () => {
  const archive = await archiveOf(3);
  const instancesIn = async (from: string | null, to: string | null) =>
    (await Array.fromAsync(archive.replay({ from, to }, () => {}))).flat().map((archived) => {
      return archived.kind === 'event' && archived.event.type === 'NodeJoined' ? archived.event.data.instanceId : '?';
    });
  expect(await instancesIn(null, null)).toEqual(['i-1', 'i-2', 'i-3']);
  expect(await instancesIn(toTimestamp(START + 60_000), toTimestamp(START + 120_000))).toEqual(['i-2']);
});

it('an empty one holds nothing', async () => {
  const archive = await archiveOf(0);
  expect(await archive.inspect()).toMatchObject({ events: 0, since: null, streams: [] });
  expect(inOrder((await Array.fromAsync(archive.replay({ from: null, to: null }, () => {}))).flat())).toEqual([]);
});
