import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTimerHeap } from './timer-heap.ts';

it('gives timers back by time, and within one time in the order of setting', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const heap = createTimerHeap();
      const timers = times.map((at, order) => ({ at, order, run: undefined }));
      for (const timer of timers) heap.push(timer);
      const popped = timers.map(() => heap.pop());
      expect(popped).toEqual(timers.toSorted((a, b) => a.at - b.at || a.order - b.order));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

it('keeps its order when timers come and go in turn', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined })), (steps) => {
      const heap = createTimerHeap();
      const expected: { at: number; order: number; run: undefined }[] = [];
      steps.forEach((at, order) => {
        if (at === undefined) {
          expected.sort((a, b) => a.at - b.at || a.order - b.order);
          expect(heap.pop()).toEqual(expected.shift());
          return;
        }
        const timer = { at, order, run: undefined };
        heap.push(timer);
        expected.push(timer);
      });
    }),
  );
});
