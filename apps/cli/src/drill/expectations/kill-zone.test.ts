import type { RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import type { Story } from '../story.ts';
import { at, BEGUN_AT, complaints, event, exchange, FLEET, lost, noticeOf, replacement, story } from '../testing/stories.ts';
import { expectOfKillZone } from './kill-zone.ts';

const target = { zone: 'a', instanceIds: ['i-1', 'i-3'], until: BEGUN_AT + 1_800_000 };
const new1 = { plannedAt: 1, joinedAt: 100, zone: 'b', capacityType: 'on-demand' } as const;
const new2 = { plannedAt: 1, joinedAt: 120, zone: 'c', capacityType: 'spot' } as const;
const [lost1, lost3] = [lost(1, 'i-1'), lost(1, 'i-3')];
const shifted = event('ZoneShifted', 1, { zone: 'a', reason: '2 of 2', until: at(900) });
const good = [
  ...[lost1, lost3, shifted, noticeOf(lost1, 61)],
  ...replacement('one', 'i-1', new1),
  ...replacement('two', 'i-3', new2),
];
const judged = (events: readonly RecordedEvent[], seconds = 900) =>
  complaints(expectOfKillZone(story(events, { seconds }), target));
const without = (...gone: readonly RecordedEvent[]) => good.filter((one) => !gone.includes(one));

it('is content when the workers come up in the other zones', () => {
  expect(judged(good)).toEqual([]);
});

it.each<[string, RegExp, readonly RecordedEvent[]]>([
  ['a loss that nobody notices', /each of its 2 workers .* 130 s: not by then/, without(lost3)],
  ['one noticed too late', /each of its 2 workers .* 131 s/, [...without(lost3), lost(131, 'i-3')]],
  ['silence', /people are told of the loss: not by then/, good.filter(({ type }) => type !== 'NoticeSent')],
  ['a zone that nobody blames', /a gets no new workers .*: not by then/, without(shifted)],
  [
    'a fleet that stays smaller',
    /the decided size carries pods again within 420 s: not by then/,
    [lost1, lost3, shifted, ...replacement('one', 'i-1', new1)],
  ],
  [
    'one that is back too late',
    /within 420 s: 4 workers, after 421 s/,
    [lost1, lost3, ...replacement('one', 'i-1', new1), ...replacement('two', 'i-3', { ...new2, joinedAt: 421 })],
  ],
  [
    'a worker launched where it died',
    /none is launched in a .*: i-new-two was/,
    [lost1, lost3, ...replacement('two', 'i-3', { ...new2, zone: 'a' })],
  ],
])('complains of %s', (_, complaint, events) => {
  expect(judged(events).some((said) => complaint.test(said))).toBe(true);
});

it('minds no launch in the zone when that is back', () => {
  const later = replacement('three', 'i-9', { ...new1, plannedAt: 1_800, joinedAt: 1_900, zone: 'a' });
  expect(judged([...good, ...later], 2_000)).toEqual([]);
});

it('does not ask for the worker that an exchange has too many', () => {
  const during = { ...FLEET, operations: [exchange('i-2')] };
  const [finding] = expectOfKillZone(story([lost(1, 'i-2')], { seconds: 10, before: during }), {
    ...target,
    instanceIds: ['i-2'],
  }).filter(({ expected }) => expected.startsWith('never fewer'));
  expect(finding).toMatchObject({ verdict: 'as-expected', seen: 'never fewer than 4' });
});

describe('a zone that loses a single worker', () => {
  const one = [lost1, noticeOf(lost1, 2), ...replacement('one', 'i-1', { ...new1, zone: 'a' })];
  const report = { now: BEGUN_AT, strikes: [], instances: [] };
  const judgedAlone = (more: Pick<Partial<Story>, 'report'>) =>
    complaints(expectOfKillZone(story(one, { seconds: 900, ...more }), { ...target, instanceIds: ['i-1'] }));

  it('is not blamed, and may have it back', () => {
    expect(judgedAlone({})).toEqual([]);
  });
  it('may not where the world has truly lost it', () => {
    expect(judgedAlone({ report })).toEqual([expect.stringContaining('none is launched in a while it is lost: i-new-one was')]);
  });
});

it('takes the message that speaks for more for one of each', () => {
  const others = [2, 3, 4, 5].map((second) => noticeOf(lost(-60, `i-${second}`), second));
  const silent = good.filter(({ type }) => type !== 'NoticeSent');
  expect(judged([...silent, ...others.slice(0, 3)])).toHaveLength(1);
  expect(judged([...silent, ...others])).toEqual([]);
});
