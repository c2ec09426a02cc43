import { deriveEventId, type EventStore, type NewEvent, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describe, expect, it } from 'vitest';
import { UsageError } from './exit.ts';
import { newEvents, parseSelection, selectEvents } from './list-events.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE = 60_000;

/** A metrics and a spot event a minute each, for `minutes`. */
async function storeOf(minutes: number): Promise<{ store: EventStore; tick(): Promise<void> }> {
  let now = START;
  let position = 0;
  const store = createMemoryEventStore({ now: () => now });
  const tick = async () => {
    now = START + position * MINUTE;
    await store.append(streamName('metrics', 'test'), [missed(position)], { expectedVersion: position });
    await store.append(streamName('fleet', 'test'), [joined(position)], { expectedVersion: position });
    position += 1;
  };
  for (let minute = 0; minute < minutes; minute += 1) await tick();
  return { store, tick };
}

function missed(number: number): NewEvent<'MetricsMissed'> {
  const id = deriveEventId(START, 'missed', number);
  const occurredAt = toTimestamp(START + number * MINUTE);
  const data = {
    sampledAt: occurredAt,
    intervalSeconds: 120,
    reason: 'timeout' as const,
    message: '',
    attempts: 3,
    consecutive: 1,
  };
  return { id, type: 'MetricsMissed', occurredAt, correlationId: id, causationId: id, data };
}

function joined(number: number): NewEvent<'NodeJoined'> {
  const id = deriveEventId(START, 'joined', number);
  const occurredAt = toTimestamp(START + number * MINUTE);
  return {
    id,
    type: 'NodeJoined',
    occurredAt,
    correlationId: id,
    causationId: id,
    data: { instanceId: 'i-1', nodeName: 'n', afterSeconds: 1 },
  };
}

const select = (options: Partial<Parameters<typeof parseSelection>[0]> = {}) =>
  parseSelection({ cluster: 'test', last: '50', ...options });
const ids = async (store: EventStore, options: Partial<Parameters<typeof parseSelection>[0]>) =>
  (await Array.fromAsync(selectEvents(store, select(options)))).flat().map(nameOf);

const nameOf = ({ type, position }: RecordedEvent) => `${type === 'MetricsMissed' ? 'missed' : 'joined'}-${position - 1}`;

describe('the list of events', () => {
  it('is the newest of all streams in order of time', async () => {
    const { store } = await storeOf(10);
    expect(await ids(store, { last: '3' })).toEqual(['joined-8', 'missed-9', 'joined-9']);
  });

  it('is of one stream or some types when asked', async () => {
    const { store } = await storeOf(4);
    expect(await ids(store, { stream: 'fleet', last: '2' })).toEqual(['joined-2', 'joined-3']);
    expect(await ids(store, { type: ['MetricsMissed'], last: '2' })).toEqual(['missed-2', 'missed-3']);
  });

  it('covers a range from its first moment to before its last', async () => {
    const { store } = await storeOf(5);
    expect(await ids(store, { stream: 'metrics', from: '2026-01-01T00:01', to: '2026-01-01T00:03' })).toEqual([
      'missed-1',
      'missed-2',
    ]);
  });

  it('goes on with what comes', async () => {
    const { store, tick } = await storeOf(2);
    const coming = await newEvents(store, select({ stream: 'metrics' }));
    expect(await coming.poll()).toEqual([]);
    await tick();
    expect((await coming.poll()).map(nameOf)).toEqual(['missed-2']);
    expect(await coming.poll()).toEqual([]);
  });

  it.each([
    [{ stream: 'nodes' }, /"nodes" is not a stream/],
    [{ type: ['NodeJoined', 'Sampled'] }, /"Sampled" is not an event type/],
    [{ last: '0' }, /--last takes/],
    [{ from: 'noon' }, /"noon" is not a moment/],
    [{ from: '2026-01-02', to: '2026-01-01' }, /is not before --to 2026-01-01/],
  ])('refuses %j', (options, message) => {
    expect(() => select(options)).toThrow(UsageError);
    expect(() => select(options)).toThrow(message);
  });
});
