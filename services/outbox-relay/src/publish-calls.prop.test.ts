import { entryBytes, MAX_CALL_ENTRIES } from '@smartscale/lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BusEntry } from './ports.ts';
import { CALL_BUDGET_BYTES, publishCalls } from './publish-calls.ts';

const entryOf = (bytes: number): BusEntry => ({ source: 's', detailType: 't', detail: 'x'.repeat(bytes - 16), time: '' });

describe('calls', () => {
  it('hold every entry once and in order, never too many and never too much unless an entry alone is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 16, max: 300_000 }), { maxLength: 40 }), (sizes) => {
        const calls = publishCalls(sizes.map(entryOf));
        expect(calls.flat()).toEqual(sizes.map((_, index) => index));
        for (const call of calls) {
          const bytes = call.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);
          expect(call.length).toBeGreaterThan(0);
          expect(call.length).toBeLessThanOrEqual(MAX_CALL_ENTRIES);
          expect(call.length === 1 || bytes <= CALL_BUDGET_BYTES).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are filled to the last byte and to the tenth entry', () => {
    expect(publishCalls([entryOf(CALL_BUDGET_BYTES - 16), entryOf(16)])).toHaveLength(1);
    expect(publishCalls([entryOf(CALL_BUDGET_BYTES - 16), entryOf(17)])).toHaveLength(2);
    expect(publishCalls(Array.from({ length: 10 }, () => entryOf(16)))).toHaveLength(1);
    expect(publishCalls(Array.from({ length: 11 }, () => entryOf(16)))).toHaveLength(2);
  });

  it('count bytes and not characters', () => {
    expect(entryBytes({ source: 'é', detailType: '€', detail: 'x', time: '' })).toBe(14 + 2 + 3 + 1);
  });
});
