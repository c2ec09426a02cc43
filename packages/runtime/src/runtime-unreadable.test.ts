import {
  type Change,
  type ChangeFeed,
  type EventStore,
  StoreUnusableError,
  UnreadableChangeError,
  UnreadableEventError,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { recordingTelemetry, type StreamRecord } from '@smartscale/lambda';
import { expect, it } from 'vitest';
import { createWorld, MINUTE, START } from './runtime-fixture.ts';

const heard = (seen: readonly string[]) => seen.filter((line) => line.startsWith('hear')).map((line) => line.split(' at ')[0]);

/** A store one of whose changes cannot be read, as a file is that was edited by hand. */
function storeWithPoison(poison: number): EventStore & ChangeFeed {
  const store = createMemoryEventStore({ now: () => START });
  return {
    ...store,
    async readChanges(options): Promise<readonly Change[]> {
      const changes = await store.readChanges(options);
      const bad = changes.findIndex(({ sequence }) => sequence === poison);
      if (bad < 0) return changes;
      const unreadable = new UnreadableEventError({ stream: 'spot-c', position: poison }, 'its data is not JSON');
      throw new UnreadableChangeError(unreadable, { sequence: poison, before: changes.slice(0, bad) });
    },
  };
}

it('gives an event that cannot be read to the dead letters, and the rest goes on', async () => {
  const telemetry = recordingTelemetry();
  const saved: number[] = [];
  const checkpoint = { load: () => 0, save: (sequence: number) => void saved.push(sequence) };
  const world = createWorld({ store: storeWithPoison(2), telemetry, checkpoint });
  for (const number of [1, 2, 3, 4]) await world.append(number);
  await world.runtime.start();
  await world.clock.runUntil(START + MINUTE);
  expect(heard(world.seen)).toEqual(['hear 1', 'hear 3', 'hear 4']);
  expect(world.runtime.deadLetters.list()).toMatchObject([
    {
      ...{ service: 'relay', functionName: 'relay', attempts: 1, at: START },
      event: { stream: 'spot-c', position: 2, sequence: 2 },
      error: 'UnreadableEventError: event 2 of stream spot-c cannot be read: its data is not JSON',
    },
  ]);
  expect(telemetry.counts['DeadLetters']).toBe(1);
  expect(telemetry.lines).toContainEqual(
    expect.objectContaining({ level: 'error', message: expect.stringContaining('event 2 of stream spot-c') }),
  );
  expect(saved.at(-1)).toBe(4);
});

it('has among its dead letters what the relay sets aside, and nothing of its batch comes again', async () => {
  const batches: number[] = [];
  const world = createWorld({
    relay:
      ({ setAside }) =>
      async (event) => {
        const { Records: records } = event as { Records: StreamRecord[] };
        batches.push(records.length);
        const [record] = records as [StreamRecord];
        await setAside({ service: 'relay', sequenceNumber: '1', keys: record.dynamodb?.Keys, problem: 'no JSON', record });
        return { batchItemFailures: [] };
      },
  });
  await world.append(1);
  await world.append(2);
  await world.runtime.start();
  await world.clock.runUntil(START + MINUTE);
  expect(batches).toEqual([2]);
  expect(world.runtime.deadLetters.list()).toMatchObject([
    {
      ...{ service: 'relay', functionName: 'relay', attempts: 1, at: START, error: 'no JSON' },
      event: { dynamodb: { Keys: { pk: { S: 'spot-c' }, sk: { N: '1' } } } },
    },
  ]);
});

it('tells why its outbox stands still, and that it goes on', async () => {
  const store = createMemoryEventStore({ now: () => START });
  let broken = true;
  const failing: EventStore & ChangeFeed = {
    ...store,
    async readChanges(options) {
      if (broken) throw new StoreUnusableError('the disk is gone');
      return store.readChanges(options);
    },
  };
  const world = createWorld({ store: failing });
  await world.runtime.start();
  await world.append(1);
  await world.clock.settle();
  expect(world.runtime.outboxTrouble()).toBe('the disk is gone');
  broken = false;
  await world.append(2);
  await world.clock.settle();
  expect(world.runtime.outboxTrouble()).toBeUndefined();
  expect(heard(world.seen)).toEqual(['hear 1', 'hear 2']);
});

it('saves a checkpoint again that could not be saved', async () => {
  const saved: number[] = [];
  let broken = true;
  const save = async (sequence: number) => {
    if (broken) throw new Error('the disk is full');
    saved.push(sequence);
  };
  const world = createWorld({ checkpoint: { load: () => 0, save } });
  await world.runtime.start();
  await world.append(1);
  await world.clock.settle();
  expect(saved).toEqual([]);
  broken = false;
  await world.runtime.stop();
  expect(saved).toEqual([1]);
});
