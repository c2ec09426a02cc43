import { type EventTypeOf, loadState, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describe, expect, it } from 'vitest';
import { type DemandProfile, demandAt, demandFold, historyUntil, KEPT_DAYS } from './index.ts';
import { sampleOf } from './testing/samples.ts';

const START = Date.parse('2026-11-02T00:00:00.000Z');
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

const sampledAt = (minutes: number, cores: number, recordedMinutes = minutes) =>
  ({
    type: 'MetricsSampled',
    position: minutes,
    recordedAt: toTimestamp(START + recordedMinutes * MINUTE),
    data: sampleOf({ cores, bytes: cores * 2 ** 30, sampledAt: toTimestamp(START + minutes * MINUTE) }),
  }) as unknown as RecordedEvent<EventTypeOf<'metrics'>>;
const fold = (...events: RecordedEvent<EventTypeOf<'metrics'>>[]): DemandProfile =>
  events.reduce(demandFold.evolve, demandFold.initialState());
const coresUntil = (profile: DemandProfile, minutes: number) => historyUntil(profile, START + minutes * MINUTE).cores;

describe('the demand profile', () => {
  it('is the mean of each quarter of an hour, once it is over', () => {
    const profile = fold(sampledAt(0, 1), sampledAt(2, 2), sampledAt(14, 6), sampledAt(15, 4));
    expect(historyUntil(profile, START + 15 * MINUTE)).toEqual({
      ...{ startAt: START, stepMinutes: 15, cores: [3], bytes: [3 * 2 ** 30], requestsPerSecond: [null] },
    });
    expect(coresUntil(profile, 14)).toEqual([]);
    expect(coresUntil(profile, 30)).toEqual([3, 4]);
    expect(profile.workerSize).toEqual({ cores: 2, bytes: 4e9 });
  });

  it('has a gap where nothing was measured, up to the moment that is asked for', () => {
    const missed = { ...sampledAt(20, 1), type: 'MetricsMissed' } as RecordedEvent<'MetricsMissed'>;
    const profile = fold(sampledAt(0, 1), missed, sampledAt(45, 2));
    expect(coresUntil(profile, 75)).toEqual([1, null, null, 2, null]);
    expect(demandAt(historyUntil(profile, START + 75 * MINUTE), START + 3 * QUARTER)).toEqual({ cores: 2, bytes: 2 ** 31 });
    expect(demandAt(historyUntil(profile, START + 75 * MINUTE), START + QUARTER)).toBeNull();
    expect(demandAt(historyUntil(profile, START + 75 * MINUTE), START + 5 * QUARTER)).toBeNull();
  });

  it('knows zero from nothing', () => expect(coresUntil(fold(sampledAt(0, 0)), 30)).toEqual([0, null]));

  it('leaves out a sample that comes when its step is over, and one from a clock that is ahead', () => {
    const profile = fold(sampledAt(0, 1), sampledAt(15, 2));
    expect(demandFold.evolve(profile, sampledAt(14, 9))).toBe(profile);
    expect(demandFold.evolve(profile, sampledAt(90, 9, 16))).toBe(profile);
  });

  it('keeps thirty days, and nothing from before a gap as long', () => {
    const days = 40;
    const profile = fold(...Array.from({ length: days * 96 }, (_, step) => sampledAt(step * 15, step)));
    const history = historyUntil(profile, START + days * 96 * QUARTER);
    expect(history.cores).toHaveLength(KEPT_DAYS * 96);
    expect(history.startAt).toBe(START + 10 * 96 * QUARTER);
    expect(history.cores.at(-1)).toBe(days * 96 - 1);
    const later = fold(sampledAt(0, 1), sampledAt(70 * 1_440, 2));
    expect(new Set(coresUntil(later, 70 * 1_440 + 15))).toEqual(new Set([null, 2]));
  });

  it('takes no more than some 60 KB', () => {
    const noisy = (step: number) => 3 + 9 * Math.abs(Math.sin(step * 12.9898));
    const profile = fold(...Array.from({ length: 31 * 96 }, (_, step) => sampledAt(step * 15, noisy(step))));
    expect(JSON.stringify(profile).length).toBeLessThan(62_000);
  });

  it('is built again from the store, and goes on from a snapshot, to the same bytes', async () => {
    const store = createMemoryEventStore({ now: () => START + 1_000 * MINUTE });
    const stream = streamName('metrics', 'test');
    for (let index = 0; index < 60; index += 1) {
      const minutes = index * 7;
      const { data } = sampledAt(minutes, index / 3);
      const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
      const event = { type: 'MetricsSampled', data, id, occurredAt: toTimestamp(START), correlationId: id, causationId: id };
      await store.append(stream, [event as never], { expectedVersion: index });
      if (index !== 31) continue;
      const { state, version } = await loadState(store, stream, demandFold);
      await store.writeSnapshot(stream, { name: demandFold.name, foldVersion: demandFold.version, position: version, state });
    }
    const fromSnapshot = await loadState(store, stream, demandFold);
    const rebuilt = (await store.read(stream)).reduce(
      (state, event) => demandFold.evolve(state, event as never),
      demandFold.initialState(),
    );
    expect(fromSnapshot.snapshotPosition).toBe(32);
    expect(JSON.stringify(fromSnapshot.state)).toBe(JSON.stringify(rebuilt));
  });
});
