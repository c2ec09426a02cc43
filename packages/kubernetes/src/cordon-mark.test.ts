import { expect, it } from 'vitest';
import { readCordonMark, writeCordonMark } from './cordon-mark.ts';

const UNTIL = Date.parse('2026-11-24T08:02:00.000Z');

it.each(['interruption', 'risk'] as const)('a mark of %s is read as it was written', (cause) => {
  const written = writeCordonMark({ cause, until: UNTIL });
  expect(written).toBe(`${cause} until 2026-11-24T08:02:00.000Z`);
  expect(readCordonMark(written)).toEqual({ cause, until: UNTIL });
});

it.each([null, '', 'scale-down', 'risk until tomorrow', 'interruption of i-1', 'not a risk until 2026-11-24T08:02:00.000Z'])(
  '%j is none',
  (text) => expect(readCordonMark(text)).toBeNull(),
);
