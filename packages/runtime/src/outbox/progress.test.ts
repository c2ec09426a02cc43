import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

it('is done up to the last event before the first unfinished one', () => {
  const progress = createProgress(1);
  progress.startAfter(10);
  const [first, second, third] = [11, 12, 13].map((sequence) => progress.begin(sequence, `id-${sequence}`));
  if (!first || !second || !third) throw new Error('three events were begun');
  expect(progress.doneUpTo()).toBe(10);
  progress.close(second);
  progress.close(third);
  expect(progress.doneUpTo()).toBe(10);
  progress.close(first);
  expect(progress.doneUpTo()).toBe(13);
});

it('waits for each delivery of an event and not only for its relaying', () => {
  const progress = createProgress(1);
  const event = progress.begin(1, 'a');
  const found = progress.find('a');
  expect(found).toBe(event);
  progress.open(event);
  progress.close(event);
  expect(progress.doneUpTo()).toBe(0);
  progress.close(event);
  expect(progress.doneUpTo()).toBe(1);
  expect(progress.find('a')).toBeUndefined();
});

it('waits for every reader of the stream', () => {
  const progress = createProgress(2);
  const event = progress.begin(1, 'a');
  progress.close(event);
  expect(progress.begin(1, 'a')).toBe(event);
  expect(progress.doneUpTo()).toBe(0);
  progress.close(event);
  expect(progress.doneUpTo()).toBe(1);
});

it('goes on for ever', () => {
  const progress = createProgress(1);
  for (let sequence = 1; sequence <= 5_000; sequence += 1) progress.close(progress.begin(sequence, String(sequence)));
  expect(progress.doneUpTo()).toBe(5_000);
});
