import { expect, it } from 'vitest';
import { at, decided, historyOf, joined, launched, sampled, warned } from '../testing/recorded.ts';
import { rangeView } from './range-view.ts';

const load = (percent: number) => ({ cpu: { percent, usedCores: (percent / 100) * 3.8, allocatableCores: 3.8 } });
const hour = historyOf(
  [0, 'fleet', launched('i-1')],
  [10, 'fleet', joined('i-1')],
  ...Array.from(
    { length: 30 },
    (_, index) => [2 * index, 'metrics', sampled(2 * index, load(index === 17 ? 95 : 50))] as const,
  ),
  [20, 'scaling', decided(20, { action: 'up', from: 1, to: 2 })],
  [22, 'scaling', decided(22)],
  [30, 'spot', warned('i-1')],
  [31, 'spot', warned('i-1', { kind: 'rebalance', deadline: null, action: null })],
);

it('has every sample of a short span, and what was decided and taken in it', () => {
  const view = rangeView(hour, { from: at(8), to: at(40), points: 100 });
  expect(view.at).toHaveLength(17);
  expect(view.workers.slice(0, 3)).toEqual([0, 1, 1]);
  expect(view.changes).toMatchObject([{ action: 'up', from: 1, to: 2, at: at(20) / 1_000 }]);
  expect(view.interruptions).toHaveLength(1);
});

it('keeps the peak of a long span that is cut into few points', () => {
  const view = rangeView(hour, { from: at(0), to: at(60), points: 6 });
  expect(view.at.length).toBeLessThanOrEqual(7);
  expect(Math.max(...view.demandHigh.map((value) => value ?? 0))).toBeCloseTo(1.9);
  expect(Math.max(...view.demand.map((value) => value ?? 0))).toBeLessThan(1.3);
});

it('has no value where nothing was measured', () => {
  const gap = historyOf([0, 'metrics', sampled(0, { cpu: null })], [2, 'metrics', sampled(2)]);
  expect(rangeView(gap, { from: at(0), to: at(5), points: 10 }).demand).toEqual([null, 1]);
  expect(rangeView(gap, { from: at(50), to: at(55), points: 10 }).at).toEqual([]);
});
