import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { at, BEGUN_AT, complaints, event, noticeOf, story } from '../testing/stories.ts';
import { expectOfMetricsOutage } from './metrics-outage.ts';

const UNTIL_SECONDS = 480;
const basis = (sampleId: string) => ({ sampleId }) as never;
const missed = (seconds: number, consecutive: number) =>
  event('MetricsMissed', seconds + 16, { sampledAt: at(seconds), consecutive });
const sampled = (seconds: number) => event('MetricsSampled', seconds, { sampledAt: at(seconds) });
const decided = (cause: RecordedEvent, action: 'hold' | 'up' | 'down' = 'hold') =>
  event('ScaleDecided', (Date.parse(cause.recordedAt) - BEGUN_AT) / 1_000, {
    ...{ action, reason: 'because', basis: basis(cause.id) },
  });

const misses = [60, 180, 300, 420].map((seconds, index) => missed(seconds, index + 1));
const third = misses[2] as RecordedEvent;
const back = sampled(540);
const notice = noticeOf(third, 376);
const good = [...misses, ...misses.map((miss) => decided(miss)), notice, back, decided(back)];
const judged = (events: readonly RecordedEvent[], seconds = 900) =>
  complaints(expectOfMetricsOutage(story(events, { seconds }), BEGUN_AT + UNTIL_SECONDS * 1_000));

it('is content when nothing is done until there are figures again', () => {
  expect(judged(good)).toEqual([]);
});

const plan = event('ScalePlanned', 200, {
  ...{ decisionPosition: 7, operationId: 'op', cause: 'scale-down', reason: 'idle', launches: [], victims: ['i-1'] },
});

it.each<[string, RegExp, readonly RecordedEvent[]]>([
  ['a sample with figures', /recorded as missed: the one of .* has figures/, [...good, sampled(240)]],
  ['samples that are not there', /recorded as missed: 3 of 4/, good.filter((one) => one !== misses[3])],
  [
    'a miss that nobody answers',
    /answered by a hold: 3 of 4/,
    good.filter((one) => one.type !== 'ScaleDecided' || one.data.basis.sampleId !== third.id),
  ],
  [
    'one that something is done upon',
    /answered by a hold: one by "down": because/,
    [...misses, ...misses.map((miss) => decided(miss, 'down'))],
  ],
  ['a drain meanwhile', /launched or drained .*: scale-down: idle/, [...good, plan]],
  [
    'a message too early',
    /told before the 3rd miss: "about MetricsMissed"/,
    [...good, noticeOf(misses[1] as RecordedEvent, 200)],
  ],
  ['no message', /told after 3 misses in a row: not by then/, good.filter((one) => one !== notice)],
  [
    'a late message',
    /told after 3 misses in a row: .* after 377 s/,
    [...good.filter((one) => one !== notice), noticeOf(third, 377)],
  ],
  ['a fleet that does not go on', /goes on .*: not by then/, good.filter((one) => one !== back)],
])('complains of %s', (_, complaint, events) => {
  expect(judged(events).some((said) => complaint.test(said))).toBe(true);
});

it('says nothing of the whole while the outage lasts', () => {
  const verdicts = expectOfMetricsOutage(story(misses.slice(0, 1), { seconds: 100 }), BEGUN_AT + UNTIL_SECONDS * 1_000);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['open', 'open', 'as-expected', 'as-expected', 'open', 'open']);
});
