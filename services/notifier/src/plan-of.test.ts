import { deriveEventId, type EventData, type NewEvent, type RecordedEvent } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { expect, it } from 'vitest';
import { planOf } from './plan-of.ts';
import { completed } from './testing/events.ts';

const at = '2026-11-24T12:00:00.000Z';
const place = { zone: 'a', capacityType: 'spot' } as const;

function fresh(type: 'ScalePlanned' | 'LaunchFailed', data: unknown): NewEvent {
  const id = deriveEventId(0, type, JSON.stringify(data));
  return { id, type, data, occurredAt: at, correlationId: id, causationId: id } as NewEvent;
}

const planned = (cause: EventData<'ScalePlanned'>['cause'], launchId: string) =>
  fresh('ScalePlanned', {
    ...{ operationId: launchId, decisionPosition: null, cause, reason: 'why', workersBefore: 4, victims: ['i-1'] },
    launches: [{ launchId, ...place, replaces: null }],
  });
const failed = (launchId: string) => fresh('LaunchFailed', { launchId, ...place, code: 'X', message: '', attempts: 1 });

it('finds the plan of a failed launch before it in its stream', async () => {
  const store = createMemoryEventStore({ now: () => Date.parse(at) });
  const events = [planned('repair', 'mine'), planned('replacement', 'other'), failed('mine'), failed('unplanned')];
  const recorded = await store.append('fleet-test', events, { expectedVersion: 0 });
  const planOfNumber = (index: number) => planOf(recorded[index] as RecordedEvent, store);
  expect(await planOfNumber(2)).toMatchObject({ cause: 'repair', reason: 'why', victims: ['i-1'] });
  expect(await planOfNumber(3)).toBeNull();
  expect(await planOf(completed(), store)).toBeNull();
});
