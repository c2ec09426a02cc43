import type { EventData, EventTypeOf, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { MAX_ENTRIES, type Timeline, timelineFold } from './index.ts';

type FleetType = EventTypeOf<'fleet'>;

const happened = <Type extends FleetType>(type: Type, data: Partial<EventData<Type>>, position = 1) =>
  ({
    id: `id-${position}`,
    type,
    data,
    position,
    occurredAt: '2026-01-01T00:00:00.000Z',
  }) as unknown as RecordedEvent<FleetType>;
const lost = (position: number) => happened('NodeLost', { instanceId: `i-${position}`, evidence: 'not in EC2' }, position);
const fold = (...events: RecordedEvent<FleetType>[]): Timeline =>
  events.reduce(timelineFold.evolve, timelineFold.initialState());

describe('the timeline', () => {
  it.each([
    [
      happened('ScaleCompleted', {
        ...{ removed: [], failed: 1, workersAfter: 3, reason: 'CPU 78 %' },
        added: [{ instanceId: 'i-1', zone: 'a', capacityType: 'spot' }],
      }),
      '+1, 1 failed -> 3 workers: CPU 78 %',
    ],
    [
      happened('ScaleCompleted', { added: [], removed: [], failed: 0, workersAfter: 2, reason: 'idle' }),
      'nothing -> 2 workers: idle',
    ],
    [
      happened('NodeLaunched', {
        ...{ instanceId: 'i-2', capacityType: 'on-demand', instanceType: 't3.medium', zone: 'a', cause: 'replacement' },
        replaces: 'i-1',
      }),
      'i-2 launched (on-demand t3.medium, a, replacement) in place of i-1',
    ],
    [happened('NodeTerminated', { instanceId: 'i-1', cause: 'scale-down' }), 'i-1 terminated (scale-down)'],
  ])('tells %j', (event, text) => expect(fold(event).entries.map((entry) => entry.text)).toEqual([text]));

  it('names the event, its place and its time', () =>
    expect(fold(lost(7)).entries).toEqual([
      { eventId: 'id-7', position: 7, at: '2026-01-01T00:00:00.000Z', type: 'NodeLost', text: 'i-7 was lost: not in EC2' },
    ]));

  it('leaves steps on the way out, and an event that it has told', () => {
    const told = fold(lost(1), lost(2));
    expect(timelineFold.evolve(told, happened('ScalePlanned', {}, 3))).toBe(told);
    expect(timelineFold.evolve(told, lost(2))).toBe(told);
    expect(timelineFold.evolve(told, lost(1))).toBe(told);
  });

  it('keeps the newest, as many as it promises', () => {
    const { entries } = fold(...Array.from({ length: MAX_ENTRIES + 3 }, (_, index) => lost(index + 1)));
    expect(entries).toHaveLength(MAX_ENTRIES);
    expect([entries[0]?.position, entries.at(-1)?.position]).toEqual([4, MAX_ENTRIES + 3]);
  });
});
