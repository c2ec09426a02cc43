import { defaultPolicy } from '@smartscale/events';
import { expect, it } from 'vitest';
import { at, historyOf, joined, launched, stamp } from '../testing/recorded.ts';
import { fleetView, spotTarget } from './fleet-view.ts';

it.each([
  [0, 0],
  [2, 0],
  [3, 1],
  [4, 1],
  [5, 2],
  [7, 4],
  [10, 6],
])('of %d workers the policy wants %d to be Spot', (workers, spot) =>
  expect(spotTarget(workers, defaultPolicy()).targetWorkers).toBe(spot),
);

const history = historyOf(
  [0, 'fleet', launched('i-1')],
  [1, 'fleet', joined('i-1')],
  [2, 'fleet', launched('i-2', { zone: 'ap-south-1b', capacityType: 'spot', pricePerHourUsd: 0.01, joinBy: stamp(7) })],
  [4, 'fleet', joined('i-2')],
  [
    6,
    'fleet',
    { type: 'NodeDrainStarted', data: { instanceId: 'i-2', cause: 'interruption', startedAt: stamp(6), deadline: stamp(8) } },
  ],
  [7, 'fleet', { type: 'NodeDrained', data: { instanceId: 'i-2', evictedPods: 3, forcedPods: 0, seconds: 20 } }],
);
const stagesAt = (minutes: number) =>
  fleetView(history.fleet.states.at(at(minutes)).state, defaultPolicy()).workers.map(({ instanceId, stage, nextAt }) => [
    instanceId,
    stage,
    nextAt,
  ]);

it('tells the stage of each worker, and until when', () => {
  expect(stagesAt(3)).toEqual([
    ['i-1', 'ready', null],
    ['i-2', 'joining', stamp(7)],
  ]);
  expect(stagesAt(6)).toEqual([
    ['i-1', 'ready', null],
    ['i-2', 'draining', stamp(8)],
  ]);
  expect(stagesAt(8)[1]).toEqual(['i-2', 'drained', null]);
});

it('counts neither as Spot nor as a worker what is on its way out, but pays for it', () => {
  const { counts, usdPerHour, spotShare } = fleetView(history.fleet.states.at(at(6)).state, defaultPolicy());
  expect(counts).toEqual({ ready: 1, coming: 0, leaving: 1, spot: 0 });
  expect(usdPerHour).toBeCloseTo(0.0346);
  expect(spotShare.percent).toBe(0);
});

it('has every zone of the policy, empty ones too', () =>
  expect(fleetView(history.fleet.states.at(at(3)).state, defaultPolicy()).zones).toEqual(defaultPolicy().placement.zones));
