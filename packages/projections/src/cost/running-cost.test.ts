import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { costAt, type RunningCost, runningCostFold } from './running-cost.ts';

const launched = (
  instanceId: string,
  launchedAt: string,
  pricePerHourUsd: number,
  capacityType: 'spot' | 'on-demand' = 'spot',
) =>
  ({ type: 'NodeLaunched', data: { instanceId, launchedAt, pricePerHourUsd, capacityType } }) as RecordedEvent<
    EventTypeOf<'fleet'>
  >;
const terminated = (instanceId: string, terminatedAt: string) =>
  ({ type: 'NodeTerminated', data: { instanceId, terminatedAt } }) as RecordedEvent<EventTypeOf<'fleet'>>;

const fold = (...events: RecordedEvent<EventTypeOf<'fleet'>>[]): RunningCost =>
  events.reduce(runningCostFold.evolve, runningCostFold.initialState());

describe('the running cost', () => {
  it('bills by the second from launch to termination', () => {
    const state = fold(launched('i-1', '2026-01-01T00:00:00.000Z', 0.036), terminated('i-1', '2026-01-01T00:16:40.000Z'));
    expect(costAt(state, '2026-02-01T00:00:00.000Z').usd).toBeCloseTo(0.01, 10);
  });

  it('bills the living up to the moment asked for', () => {
    const state = fold(
      launched('i-1', '2026-01-01T00:00:00.000Z', 0.04),
      launched('i-2', '2026-01-01T01:00:00.000Z', 0.01, 'on-demand'),
    );
    const { usd, workerHours, spotHoursPercent } = costAt(state, '2026-01-01T03:00:00.000Z');
    expect(usd).toBeCloseTo(0.14, 10);
    expect(workerHours).toBe(5);
    expect(spotHoursPercent).toBe(60);
  });

  it('goes on at a price that is observed, from when it held, and leaves corrections to the ledger', () => {
    const price = {
      instanceType: 't',
      zone: 'a',
      capacityType: 'spot',
      pricePerHourUsd: 0.1,
      from: '2026-01-01T02:00:00.000Z',
    };
    const recorded = (change: object) =>
      ({ type: 'PriceRecorded', data: { ...price, to: null, source: 'observed', note: '', ...change } }) as RecordedEvent<
        EventTypeOf<'fleet'>
      >;
    const event = launched('i-1', '2026-01-01T00:00:00.000Z', 0.04);
    const one = { ...event, data: { ...event.data, instanceType: 't', zone: 'a' } } as typeof event;
    const usd = (change: object) => costAt(fold(one, recorded(change)), '2026-01-01T03:00:00.000Z').usd;
    expect(usd({})).toBeCloseTo(0.04 * 2 + 0.1, 10);
    expect(usd({ from: '2025-12-31T00:00:00.000Z' })).toBeCloseTo(0.3, 10);
    for (const other of [{ source: 'correction' }, { zone: 'b' }, { instanceType: 'u' }, { capacityType: 'on-demand' }]) {
      expect(usd(other)).toBeCloseTo(0.12, 10);
    }
  });

  it('counts a termination that is told twice once', () => {
    const once = fold(launched('i-1', '2026-01-01T00:00:00.000Z', 1), terminated('i-1', '2026-01-01T01:00:00.000Z'));
    expect(runningCostFold.evolve(once, terminated('i-1', '2026-01-01T02:00:00.000Z'))).toEqual(once);
  });

  describe('of a worker that was lost and came back', () => {
    const T = (hour: number, minute = 0) =>
      `2026-01-01T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
    const lostAt = (instanceId: string, time: string) =>
      ({ type: 'NodeLost', data: { instanceId, lostAt: time } }) as RecordedEvent<EventTypeOf<'fleet'>>;

    it('counts each hour once, when it is adopted with the time of its launch', () => {
      const back = fold(launched('i-1', T(0), 0.1), lostAt('i-1', T(10)), launched('i-1', T(0), 0.1));
      expect(costAt(back, T(11)).workerHours).toBeCloseTo(11, 10);
      expect(costAt(back, T(11)).usd).toBeCloseTo(1.1, 10);
    });

    it('counts each hour once however often it goes and comes', () => {
      const twice = fold(
        ...[launched('i-1', T(0), 0.1), lostAt('i-1', T(4)), launched('i-1', T(0), 0.1), lostAt('i-1', T(8))],
        ...[launched('i-1', T(0), 0.1), terminated('i-1', T(9))],
      );
      expect(costAt(twice, T(20)).workerHours).toBeCloseTo(9, 10);
    });

    it('goes on at the price of its return, from the hour to which it was billed', () => {
      const back = fold(launched('i-1', T(0), 0.1), lostAt('i-1', T(10)), launched('i-1', T(0), 0));
      expect(costAt(back, T(11)).usd).toBeCloseTo(1, 10);
    });

    it('remembers the last twenty that were lost, however long they were away', () => {
      const others = (count: number) =>
        Array.from({ length: count }, (_, index) => [launched(`i-x${index}`, T(9), 0), lostAt(`i-x${index}`, T(10))]).flat();
      const hours = (count: number) =>
        costAt(fold(launched('i-1', T(0), 0.1), lostAt('i-1', T(10)), ...others(count), launched('i-1', T(0), 0.1)), T(20));
      expect(hours(19).workerHours - 19).toBeCloseTo(20, 10);
      expect(Object.keys(fold(...others(50)).billedUntil)).toHaveLength(20);
    });
  });
});
