import { describe, expect, it } from 'vitest';
import { UsageError } from './exit.ts';
import { looksLikeMoment, parseMoment } from './moment.ts';

describe('a moment', () => {
  it.each([
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24T20:04', '2026-11-24T20:04:00.000Z'],
    ['2026-11-24 20:04:05', '2026-11-24T20:04:05.000Z'],
    ['2026-11-24T20:04:00Z', '2026-11-24T20:04:00.000Z'],
    ['2026-11-24T20:04+05:30', '2026-11-24T14:34:00.000Z'],
  ])('reads %s', (text, timestamp) => expect(parseMoment(text)).toBe(timestamp));

  it.each(['', 'yesterday', '24.11.2026', '2026-13-01', '2026-11-24T25:00', '1763971200000'])('refuses "%s"', (text) =>
    expect(() => parseMoment(text)).toThrow(UsageError),
  );

  it('is not mistaken for an event id', () => {
    expect(looksLikeMoment('01a20d58-9b73-8ca9-b811-2ca1bbdcafac')).toBe(false);
  });
});
