import { expect, it } from 'vitest';
import { emptyFleet, evolveFleet, type FleetState } from './index.ts';
import { usualJoinSeconds, withJoin } from './join-times.ts';

const after = (...seconds: readonly number[]) => seconds.reduce<FleetState>(withJoin, emptyFleet);

it('is the median of the joins, so that one slow worker does not matter', () => {
  expect(usualJoinSeconds(after(100, 110, 900))).toBe(110);
  expect(usualJoinSeconds(after(100))).toBe(100);
});

it('is not known before the first one', () => {
  expect(usualJoinSeconds(emptyFleet)).toBeNull();
});

it('forgets all but the last twenty', () => {
  const state = after(...new Array<number>(30).fill(300), ...new Array<number>(20).fill(90));
  expect(state.joinSeconds).toHaveLength(20);
  expect(usualJoinSeconds(state)).toBe(90);
});

it('counts a worker that was launched, once, and no stranger', () => {
  const [launchId, instanceId, nodeName, zone] = ['launch', 'i-1', 'node', 'a'];
  const place = { launchId, instanceId, nodeName, zone, capacityType: 'spot' as const, instanceType: 't3.medium' };
  const times = { launchedAt: '2026-11-24T12:00:00.000Z', joinBy: '2026-11-24T12:05:00.000Z' };
  const launched = { ...place, ...times, cause: 'scale-up' as const, pricePerHourUsd: 0.02, replaces: null };
  const joined = { type: 'NodeJoined', data: { instanceId, nodeName, afterSeconds: 70 } } as const;
  const occurredAt = times.launchedAt;
  expect(evolveFleet(emptyFleet, { ...joined, occurredAt }).joinSeconds).toEqual([]);
  let state = evolveFleet(emptyFleet, { type: 'NodeLaunched', data: launched, occurredAt });
  for (const _ of [1, 2]) state = evolveFleet(state, { ...joined, occurredAt });
  expect(state.joinSeconds).toEqual([70]);
});
