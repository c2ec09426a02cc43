import { expect, it } from 'vitest';
import { fleetOf, marked, NOW, operation, plannedLaunch, policyWith, worker } from '../testing/fleets.ts';
import { attemptsLeft } from './fallback.ts';

const launch = plannedLaunch({ zone: 'b', capacityType: 'spot' });
const state = fleetOf([worker('i-1', 'a on-demand')], { operations: [operation({ pending: [launch] })] });
const context = { state, policy: policyWith({}), now: NOW };

function order(left: ReturnType<typeof attemptsLeft>): readonly string[] {
  return left.map(({ zone, capacityType }) => `${zone} ${capacityType}`);
}

it('goes from the planned place to the other zones, fewest workers first, then On-Demand in the same order', () => {
  expect(order(attemptsLeft(launch, [], context))).toEqual([
    ...['b spot', 'c spot', 'a spot'],
    ...['b on-demand', 'c on-demand', 'a on-demand'],
  ]);
});

it('stays On-Demand when On-Demand was planned', () => {
  const onDemand = { ...launch, capacityType: 'on-demand' as const };
  expect(order(attemptsLeft(onDemand, [], context))).toEqual(['b on-demand', 'c on-demand', 'a on-demand']);
});

it('does not try a place twice', () => {
  const tried = [
    { zone: 'b', capacityType: 'spot' as const },
    { zone: 'c', capacityType: 'spot' as const },
  ];
  const left = attemptsLeft(launch, tried, context);
  expect(order(left)).toEqual(['a spot', 'b on-demand', 'c on-demand', 'a on-demand']);
});

it('leaves out marked offerings and marked types', () => {
  const unavailable = [marked('b spot', { instanceType: 't3.medium' }), marked('c spot')];
  const left = attemptsLeft(launch, [], { ...context, state: { ...state, unavailable } });
  expect(order(left).slice(0, 2)).toEqual(['b spot', 'a spot']);
  expect(left[0]?.instanceTypes).toEqual(['t3a.medium', 'm5.large', 'm6i.large']);
});

it('leaves out a zone that has been shifted away since', () => {
  const policy = policyWith({ placement: { zonesShiftedAway: ['b'] } });
  expect(order(attemptsLeft(launch, [], { ...context, policy })).some((place) => place.startsWith('b'))).toBe(false);
});

it('is bounded however many zones there are', () => {
  const policy = policyWith({ placement: { zones: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } });
  expect(attemptsLeft(launch, [], { ...context, policy })).toHaveLength(6);
});

it('keeps to the planned capacity type where another one would be of no use', () => {
  const left = attemptsLeft(launch, [], { ...context, onlyAsPlanned: true });
  expect(order(left)).toEqual(['b spot', 'c spot', 'a spot']);
});

it('keeps to the planned zone where another one would be of no use', () => {
  const inZone = { ...context, onlyZone: true };
  expect(order(attemptsLeft(launch, [], inZone))).toEqual(['b spot', 'b on-demand']);
  expect(attemptsLeft(launch, [], { ...inZone, policy: policyWith({ placement: { zonesShiftedAway: ['b'] } }) })).toEqual([]);
});
