import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecent } from './recent.ts';

it('answers as the whole sequence would, or says that it cannot', () => {
  fc.assert(
    fc.property(
      ...[
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 45 }),
        fc.integer({ min: 1, max: 20 }),
      ],
      (keep, length, from, limit) => {
        const recent = createRecent<number>(keep);
        const all = Array.from({ length }, (_, index) => index + 1);
        for (const item of all) recent.add(item);
        expect(recent.head).toBe(length);
        const forward = all.filter((item) => item >= from).slice(0, limit);
        const backward = all
          .filter((item) => item <= from)
          .reverse()
          .slice(0, limit);
        expect([forward, undefined]).toContainEqual(recent.forward(from, limit));
        expect([backward, undefined]).toContainEqual(recent.backward(from, limit));
        if (forward.every((item) => item > length - keep)) expect(recent.forward(from, limit)).toEqual(forward);
        if (backward.every((item) => item > length - keep)) expect(recent.backward(from, limit)).toEqual(backward);
      },
    ),
  );
});
