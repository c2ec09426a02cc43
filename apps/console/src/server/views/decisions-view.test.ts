import { expect, it } from 'vitest';
import { at, decided, historyOf } from '../testing/recorded.ts';
import { decisionsView, neighbourOf } from './decisions-view.ts';

const action = (minutes: number) => {
  if (minutes % 10 === 0) return { action: 'up' as const };
  return minutes % 10 === 5 ? { action: 'down' as const } : {};
};
const history = historyOf(
  ...Array.from({ length: 40 }, (_, minutes) => [minutes, 'scaling', decided(minutes, action(minutes))] as const),
);
const minutesOf = (rows: readonly { readonly at: number }[]) => rows.map((row) => (row.at - at(0)) / 60_000);

it('tells nothing that is later than the moment', () => {
  const { rows } = decisionsView(history, { at: at(12.5), filter: 'changes', before: null, limit: 10 });
  expect(minutesOf(rows)).toEqual([10, 5, 0]);
});

it('goes on where the page before ended, and says when there is no more', () => {
  const first = decisionsView(history, { at: at(99), filter: 'hold', before: null, limit: 3 });
  expect(minutesOf(first.rows)).toEqual([39, 38, 37]);
  const second = decisionsView(history, { at: at(99), filter: 'hold', before: first.next, limit: 3 });
  expect(minutesOf(second.rows)).toEqual([36, 34, 33]);
  expect(decisionsView(history, { at: at(99), filter: 'up', before: null, limit: 4 }).next).toBeNull();
});

it('finds the neighbours of a moment', () => {
  expect(neighbourOf(history, { at: at(12), filter: 'changes', direction: 'next' })?.at).toBe(at(15));
  expect(neighbourOf(history, { at: at(15), filter: 'changes', direction: 'previous' })?.at).toBe(at(10));
  expect(neighbourOf(history, { at: at(15), filter: 'up', direction: 'next' })?.at).toBe(at(20));
  expect(neighbourOf(history, { at: at(0), filter: 'all', direction: 'previous' })).toBeNull();
});
