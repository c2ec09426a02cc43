import { deriveEventId, type EventStore, type EventTypeOf, type NewEvent, streamName, toTimestamp } from '@smartscale/events';

export const CLUSTER = 'test';
export const STREAM = streamName('fleet', CLUSTER);
const START = Date.parse('2026-01-01T00:00:00.000Z');

/** Fleet event `number`: instances are launched one after the other, and every second one is terminated at once. */
function fleetEvent(number: number, world: string): NewEvent<EventTypeOf<'fleet'>> {
  const id = deriveEventId(START, world, number);
  const at = toTimestamp(START + number * 60_000);
  const instanceId = `i-${Math.floor((number - 1) / 3) * 3}${number % 3 === 2 ? 'b' : 'a'}`;
  const envelope = { id, occurredAt: at, correlationId: id, causationId: id };
  if (number % 3 === 0) {
    const data = { instanceId, cause: 'scale-down' as const, terminatedAt: at, aliveSeconds: 120 };
    return { ...envelope, type: 'NodeTerminated', data };
  }
  return {
    ...{ ...envelope, type: 'NodeLaunched' },
    data: {
      ...{ launchId: id, instanceId, nodeName: instanceId, cause: 'scale-up', zone: 'ap-south-1a', capacityType: 'spot' },
      ...{ instanceType: 't3.medium', pricePerHourUsd: 0.0134, launchedAt: at, joinBy: at, replaces: null },
    },
  };
}

/** Appends the events `from` to `to`, both included, as positions of the same number. Of another world they have other ids. */
export async function appendEvents(store: EventStore, from: number, to: number, world = 'one'): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    await store.append(STREAM, [fleetEvent(number, world)], { expectedVersion: number - 1 });
  }
}
