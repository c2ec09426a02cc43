import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { at, complaints, event, noticeOf, replacement, story } from '../testing/stories.ts';
import { expectOfInterrupt } from './interrupt.ts';

type Times = { warned: number; drains: number; planned: number; drained: number; gone: number; joined: number; told: number };
/** The last moments that are in time. */
const LAST: Times = { warned: 2, drains: 2, planned: 2, drained: 90, gone: 120, joined: 300, told: 62 };

function told(
  times: Partial<Times> = {},
  outcome: 'drained' | 'deadline' = 'drained',
  capacityType: 'spot' | 'on-demand' = 'on-demand',
) {
  const { warned, drains, planned, drained, gone, joined, told: toldAt } = { ...LAST, ...times };
  const about = { instanceId: 'i-3' };
  const warning = event('SpotWarning', warned, { ...about, kind: 'interruption' });
  const drain = { ...about, cause: 'interruption', startedAt: at(drains), deadline: at(90) } as const;
  const figures = { outcome, evictedPods: 5, forcedPods: 0, message: 'pods are left', seconds: 10 };
  const events: RecordedEvent[] = [
    warning,
    event('NodeDrainStarted', drains, drain),
    ...replacement('op', 'i-3', { plannedAt: planned, joinedAt: joined, zone: 'b', capacityType }),
    event('InterruptionDrained', drained, { ...about, ...figures }),
    event('NodeTerminated', gone, { ...about, cause: 'interruption', terminatedAt: at(gone) }),
    noticeOf(warning, toldAt),
  ];
  return events;
}

const judged = (events: readonly RecordedEvent[], seconds = 1_000, transitSeconds = 0) =>
  complaints(expectOfInterrupt(story(events, { seconds, transitSeconds }), 'i-3'));

it('is content when all comes in the last moment of its time', () => {
  expect(judged(told())).toEqual([]);
});

it.each<[string, RegExp, Partial<Times>]>([
  ['the warning', /recorded within 2 s: SpotWarning, after 2.1 s/, { warned: 2.1 }],
  ['the cordon', /cordoned .* 2 s: NodeDrainStarted, after 2.1 s/, { drains: 2.1 }],
  ['the stand-in', /asked for within 2 s: ScalePlanned, after 2.1 s/, { planned: 2.1, drains: 2.1 }],
  ['the drain', /empty within 90 s: 5 pods moved, 0 forced, after 91 s/, { drained: 91 }],
  ['the end', /gone within its 120 s: NodeTerminated, after 121 s/, { gone: 121 }],
  ['the join', /joined within 300 s: .* in b, after 301 s/, { joined: 301 }],
  ['the message', /people are told .*, after 63 s/, { told: 63 }],
])('complains when %s is late', (_, complaint, times) => {
  expect(judged(told(times)).some((said) => complaint.test(said))).toBe(true);
});

it('complains of a fleet that dips below its size, of pods that are left, and of a stand-in that is Spot', () => {
  expect(judged(told({ drains: 1 }))).toEqual(['never fewer workers here or coming than decided: 3 instead of 4']);
  expect(judged(told({}, 'deadline'))).toEqual(['the worker is empty within 90 s: deadline: pods are left']);
  expect(judged(told({}, 'drained', 'spot'))).toEqual([expect.stringContaining('i-new-op is Spot')]);
});

it('waits for what may still come, and then no longer', () => {
  expect(expectOfInterrupt(story([], { seconds: 2 }), 'i-3').map(({ verdict }) => verdict)).toContain('open');
  expect(judged([], 2)[0]).toBe('the notice is recorded within 2 s: not yet');
  expect(judged([], 2.1)[0]).toBe('the notice is recorded within 2 s: not by then');
});

it('gives the way of the bus its time', () => {
  const late = told({ warned: 5, drains: 8, planned: 8, told: 65 });
  expect(judged(late)).toHaveLength(3);
  expect(judged(late, 1_000, 3)).toEqual([]);
});
