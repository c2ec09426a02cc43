import type { RecordedEvent } from '@smartscale/events';
import type { WorldReport } from '@smartscale/simulator';
import { expect, it } from 'vitest';
import { BEGUN_AT, complaints, FLEET, lost, replacement, story } from '../testing/stories.ts';
import { expectOfCrash } from './crash.ts';

const loss = lost(1, 'i-1');
const good = [loss, ...replacement('op', 'i-1', { plannedAt: 1, joinedAt: 260, zone: 'b', capacityType: 'on-demand' })];
const instance = (instanceId: string, launchId: string, seconds: number) => ({
  ...{ instanceId, launchId, launchedAt: BEGUN_AT + seconds * 1_000 },
});
const died = { at: BEGUN_AT + 2_000, what: 'capacity-manager/reconcile died after the launch' };
const alive = [
  ...Object.values(FLEET.workers)
    .filter(({ instanceId }) => instanceId !== 'i-1')
    .map(({ instanceId, launchId }) => instance(instanceId, launchId, -7_200)),
  instance('i-new-op', 'op-0', 2),
];

function judged(events: readonly RecordedEvent[], world: Partial<WorldReport> = {}, seconds = 600) {
  const report = { now: BEGUN_AT + seconds * 1_000, strikes: [died], instances: alive, ...world };
  return complaints(expectOfCrash(story(events, { seconds, report }), 'i-1'));
}

it('is content when the launch is found and the story ends', () => {
  expect(judged(good)).toEqual([]);
});

it.each<[string, RegExp, readonly RecordedEvent[], Partial<WorldReport>]>([
  ['a function that lives', /dies between .*: not by then/, good, { strikes: [] }],
  ['a death before the drill', /dies between .*: not by then/, good, { strikes: [{ ...died, at: BEGUN_AT - 1 }] }],
  ['a loss without a launch', /a launch planned within 130 s: not by then/, [loss], {}],
  [
    'a launch that nobody finds',
    /found and recorded within 540 s: not by then/,
    good.filter(({ type }) => type !== 'NodeLaunched'),
    {},
  ],
  [
    'a launch twice',
    /launched twice: 1 planned, but i-new-op, i-twin/,
    good,
    { instances: [...alive, instance('i-twin', 'op-0', 90)] },
  ],
  [
    'an instance that nobody knows',
    /fleet does not know: i-stray of launch x/,
    good,
    { instances: [...alive, instance('i-stray', 'x', 359)] },
  ],
  [
    'an operation without an end',
    /operation is completed within 540 s: not by then/,
    good.filter(({ type }) => type !== 'ScaleCompleted'),
    {},
  ],
])('complains of %s', (_, complaint, events, world) => {
  expect(judged(events, world).some((said) => complaint.test(said))).toBe(true);
});

it('gives the samples time to find an instance', () => {
  expect(judged(good, { instances: [...alive, instance('i-young', 'x', 360)] })).toEqual([]);
});
