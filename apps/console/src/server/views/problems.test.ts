import { defaultPolicy } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { type AtMinute, at, decided, historyOf, joined, launched, rules, sampled, stamp, warned } from '../testing/recorded.ts';
import { momentView } from './moment-view.ts';

const twoWorkers = [
  [0, 'fleet', launched('i-1')],
  [1, 'fleet', joined('i-1')],
  [1, 'fleet', launched('i-2')],
  [2, 'fleet', joined('i-2')],
] as const;

/** Titles of what is wrong so many minutes after the start, when the last sample came then and was decided upon. */
function titles(
  minutes: number,
  given: readonly AtMinute[],
  { silentMinutes = 0, sample = {}, decision = {} } = {},
): readonly string[] {
  const last = minutes - silentMinutes;
  const history = historyOf(...given, [last, 'metrics', sampled(last, sample)], [last, 'scaling', decided(last, decision)]);
  const event = { type: 'MetricsSampled', recordedAt: stamp(last), data: sampled(last, sample).data } as never;
  return momentView(history, at(minutes), { sample: event, rules }).problems.map(({ title }) => title);
}

describe('what is wrong', () => {
  it('is nothing when all is well', () => expect(titles(10, twoWorkers)).toEqual([]));

  it('is a silence of more than two samples', () => {
    expect(titles(10, twoWorkers, { silentMinutes: 4 })).toEqual([]);
    expect(titles(10, twoWorkers, { silentMinutes: 6 })).toEqual(['No samples arrive']);
  });

  it('is the maximum when more is wanted', () =>
    expect(titles(10, twoWorkers, { decision: { decidedBy: 'maximum', reason: 'at most 10' } })).toEqual([
      `At the maximum of ${defaultPolicy().workers.max} workers, and more is wanted`,
    ]));

  it('is pods without room', () => {
    const pods = { pending: 3, unschedulable: 3, unschedulableForSeconds: 90, unschedulableSizes: [] };
    expect(titles(10, twoWorkers, { sample: { pods } })).toEqual(['3 pods without room']);
  });

  it('is a worker that is late, and no longer one that has joined', () => {
    const late = [...twoWorkers, [3, 'fleet', launched('i-3', { joinBy: stamp(8) })]] as const;
    expect(titles(7, late)).toEqual([]);
    expect(titles(10, late)).toEqual(['A worker is late to join']);
    expect(titles(12, [...late, [11, 'fleet', joined('i-3')]])).toEqual([]);
  });

  it('is a Spot worker that is taken back, for as long as it is there, before what is only to be watched', () => {
    const taken = [...twoWorkers, [9, 'spot', warned('i-2', { deadline: stamp(11) })]] as const;
    const pods = { pending: 1, unschedulable: 1, unschedulableForSeconds: 90, unschedulableSizes: [] };
    expect(titles(10, taken, { sample: { pods } })).toEqual(['EC2 takes a Spot worker back', '1 pod without room']);
    const gone = {
      type: 'NodeTerminated',
      data: { instanceId: 'i-2', cause: 'interruption', terminatedAt: stamp(10), aliveSeconds: 9 },
    } as const;
    expect(titles(11, [...taken, [10, 'fleet', gone]])).toEqual(['Fewer workers than the minimum of 2 are Ready']);
  });

  it('is a history without any sample', () =>
    expect(momentView(historyOf(...twoWorkers), at(5), { sample: undefined, rules }).problems[0]?.title).toBe(
      'No sample of load yet',
    ));
});
