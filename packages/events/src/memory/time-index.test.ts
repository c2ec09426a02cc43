import { expect, it } from 'vitest';
import type { RecordedEvent } from '../envelope.ts';
import { toTimestamp } from '../timestamp.ts';
import { createTimeIndex } from './time-index.ts';

const event = (millisecond: number, position: number, stream = 'notices-demo') =>
  ({ recordedAt: toTimestamp(millisecond), stream, position }) as RecordedEvent;
const all = { from: toTimestamp(0), to: toTimestamp(1_000) };

it('puts events in order that came in another one, again and again', () => {
  const index = createTimeIndex();
  for (const [millisecond, position] of [
    [5, 2],
    [3, 1],
    [5, 1],
  ] as const) {
    index.add(event(millisecond, position));
  }
  expect(index.read(all).events.map(({ position }) => position)).toEqual([1, 1, 2]);
  index.add(event(4, 9));
  expect(index.read(all).events.map(({ position }) => position)).toEqual([1, 9, 1, 2]);
});

it('does not look at what lies outside the range', () => {
  const index = createTimeIndex();
  const looks = { count: 0 };
  for (let millisecond = 0; millisecond < 1_000; millisecond += 1) {
    const added = event(millisecond, millisecond + 1);
    const { recordedAt } = added;
    const get = () => {
      looks.count += 1;
      return recordedAt;
    };
    index.add(Object.defineProperty({ ...added }, 'recordedAt', { get }));
  }
  looks.count = 0;
  expect(index.read({ from: toTimestamp(500), to: toTimestamp(510) }).events).toHaveLength(10);
  expect(looks.count).toBeLessThan(100);
});

it('refuses a cursor that it did not make', () => {
  const index = createTimeIndex();
  for (const after of ['', 'x', 'a#b', 'a#b#', 'a#b#c']) expect(() => index.read({ ...all, after })).toThrow(RangeError);
});
