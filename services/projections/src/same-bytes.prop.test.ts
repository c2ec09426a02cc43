import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { appendEvents } from './testing/fleet-events.ts';
import { setUp } from './testing/set-up.ts';

const EVENTS = 40;

it('however the events come in pieces, and whichever wakes come twice or at once, the views are those of one build from zero', async () => {
  const whole = setUp();
  await appendEvents(whole.store, 1, EVENTS);
  await whole.wake();
  const expected = await whole.everything();

  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: EVENTS - 1 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.integer({ min: 1, max: 3 }), async (ends, wakes) => {
      const pieces = setUp();
      let next = 1;
      for (const end of [...ends.sort((a, b) => a - b), EVENTS]) {
        await appendEvents(pieces.store, next, end);
        await Promise.all(Array.from({ length: wakes }, () => pieces.wake(end)));
        next = end + 1;
      }
      expect(await pieces.everything()).toBe(expected);
    }),
    { numRuns: 40 },
  );
});
