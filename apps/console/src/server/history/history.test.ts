import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { at, decided, historyOf, joined, launched, recorded, sampled } from '../testing/recorded.ts';
import { takeIn } from './history.ts';

it('has the fleet at every moment as folding up to it has', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `i-${index}`);
  const history = historyOf(
    ...ids.flatMap((id, index) => [[2 * index, 'fleet', launched(id)] as const, [2 * index + 1, 'fleet', joined(id)] as const]),
  );
  for (const minutes of [-1, 0, 1, 63, 64, 127, 128, 129, 300, 399, 500]) {
    const { state, events } = history.fleet.states.at(at(minutes));
    const known = Math.max(0, Math.min(400, minutes + 1));
    expect(events, `events by minute ${minutes}`).toBe(known);
    expect(Object.values(state.workers).filter(({ status }) => status === 'joined')).toHaveLength(Math.floor(known / 2));
  }
});

it('takes an event in once', () => {
  const history = historyOf([0, 'scaling', decided(0)]);
  takeIn(history, 'scaling', { ...recorded(history, { minutes: 1, category: 'scaling', event: decided(1) }), position: 1 });
  expect(history.decisions.rows).toHaveLength(1);
});

it('keeps a sample without CPU as a gap, never as zero', () => {
  const history = historyOf([0, 'metrics', sampled(0, { cpu: null, missing: ['cpu'] })], [2, 'metrics', sampled(2)]);
  expect(history.samples.demand[0]).toBeNaN();
  expect(history.samples.demand[1]).toBeCloseTo(1);
});

it('spans from the first to the last event of any stream', () => {
  const history = historyOf([5, 'fleet', launched('i-1')], [1, 'metrics', sampled(1)], [9, 'scaling', decided(9)]);
  expect(history.span).toEqual({ first: at(1), last: at(9) });
  const event: RecordedEvent = recorded(history, { minutes: 12, category: 'metrics', event: sampled(12) });
  takeIn(history, 'metrics', event);
  expect(history.span?.last).toBe(at(12));
});
