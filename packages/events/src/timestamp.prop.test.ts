import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timestamp, toTimestamp } from './timestamp.ts';

const YEAR_10_000 = Date.UTC(10_000, 0, 1);
const moment = fc.integer({ min: 0, max: YEAR_10_000 - 1 });

it('has one form, which keeps the millisecond and sorts as text as it does in time', () => {
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      expect(timestamp.parse(toTimestamp(a))).toBe(toTimestamp(a));
      expect(Date.parse(toTimestamp(a))).toBe(a);
      expect(toTimestamp(a) < toTimestamp(b)).toBe(a < b);
    }),
  );
});

it.each(['2026-11-24T08:00:00Z', '2026-11-24T08:00:00.000+01:00', '2026-11-24 08:00:00.000Z', '2026-11-24', 'now', '', 0])(
  'refuses %s, which is another form or none',
  (other) => expect(timestamp.safeParse(other).success).toBe(false),
);
