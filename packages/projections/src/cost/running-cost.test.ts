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

  it('counts a termination that is told twice once', () => {
    const once = fold(launched('i-1', '2026-01-01T00:00:00.000Z', 1), terminated('i-1', '2026-01-01T01:00:00.000Z'));
    expect(runningCostFold.evolve(once, terminated('i-1', '2026-01-01T02:00:00.000Z'))).toEqual(once);
  });
});
