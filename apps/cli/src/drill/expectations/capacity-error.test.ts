import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { at, BEGUN_AT, complaints, event, FLEET, lost, replacement, story, worker } from '../testing/stories.ts';
import { expectOfCapacityError, RETURN_SECONDS } from './capacity-error.ts';

const UNTIL_SECONDS = 1_200;
const before = { ...FLEET, workers: { ...FLEET.workers, 'i-5': worker('i-5', 'c') } };
const loss = lost(1, 'i-3');
const refused = (zone: string, seconds: number, untilSeconds: number) =>
  event('OfferingUnavailable', seconds, {
    zone,
    capacityType: 'spot',
    instanceType: null,
    code: 'none',
    until: at(untilSeconds),
  });
const refusals = [refused('a', 2, 182), refused('b', 2, 182), refused('c', 2, 182)];
/** Planned as Spot, launched as On-Demand. */
function fallback(
  how: Partial<{ plannedAt: number; joinedAt: number; asked: 'spot' | 'on-demand'; got: 'spot' | 'on-demand' }> = {},
) {
  const { plannedAt = 1, joinedAt = 100, asked = 'spot', got = 'on-demand' } = how;
  const [plan, ...rest] = replacement('op', 'i-3', { plannedAt, joinedAt, zone: 'a', capacityType: asked });
  return [
    plan,
    ...rest.map((one) => (one.type === 'NodeLaunched' ? { ...one, data: { ...one.data, capacityType: got } } : one)),
  ] as RecordedEvent[];
}
/** Another two Spot workers: three of the five above the base then, and one of three without them. */
const again = [1, 2].flatMap((number) =>
  replacement(`again-${number}`, 'i-9', { plannedAt: 3_000, joinedAt: 3_100, zone: 'b', capacityType: 'spot' }),
);
const good = [loss, ...refusals, ...fallback(), ...again];
const judged = (events: readonly RecordedEvent[], seconds = UNTIL_SECONDS + RETURN_SECONDS + 1) =>
  complaints(
    expectOfCapacityError(story(events, { seconds, before }), { instanceId: 'i-3', until: BEGUN_AT + UNTIL_SECONDS * 1_000 }),
  );

it('is content with On-Demand meanwhile and Spot afterwards', () => {
  expect(judged(good)).toEqual([]);
});

it.each<[string, RegExp, readonly RecordedEvent[]]>([
  ['a loss that nobody notices', /its loss is recorded within 130 s: not by then/, [...refusals, ...fallback(), ...again]],
  [
    'On-Demand at once',
    /Spot is asked for .*: On-Demand was asked for at once/,
    [loss, ...fallback({ asked: 'on-demand' }), ...again],
  ],
  ['a plan too late', /Spot is asked for .* after 131 s/, [loss, ...fallback({ plannedAt: 131, joinedAt: 200 })]],
  ['no memory of the refusal', /EC2 has none.*: not by then/, [loss, ...fallback(), ...again]],
  ['Spot out of nowhere', /On-Demand is launched instead: .* is Spot/, [loss, ...refusals, ...fallback({ got: 'spot' })]],
  ['an offering asked for too soon', /before its time: Spot in a at /, [...good, refused('a', 181, 400)]],
  ['a fleet that stays smaller', /carries pods again within 420 s: not by then/, [loss, ...refusals]],
  ['a fleet that stays On-Demand', /share of Spot .*: not by then/, [loss, ...refusals, ...fallback()]],
])('complains of %s', (_, complaint, events) => {
  expect(judged(events).some((said) => complaint.test(said))).toBe(true);
});

it('lets an offering be asked for again when its time has come', () => {
  expect(judged([...good, refused('a', 182, 542)])).toEqual([]);
});

it('waits for Spot as long as it may take', () => {
  const events = [loss, ...refusals, ...fallback()];
  expect(judged(events, UNTIL_SECONDS + RETURN_SECONDS)).toEqual([expect.stringContaining('not yet')]);
});
