import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveEventId, timeOfEventId } from './event-id.ts';

const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LAST_MILLISECOND = 2 ** 48 - 1;

const time = fc.integer({ min: 0, max: LAST_MILLISECOND });
const parts = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });

describe('a derived event id', () => {
  it('is a UUID of version 8 that carries its time', () => {
    fc.assert(
      fc.property(time, parts, (at, cause) => {
        const id = deriveEventId(at, ...cause);
        expect(id).toMatch(UUID_8);
        expect(timeOfEventId(id)).toBe(at);
      }),
    );
  });

  it('is the same for the same cause and differs for another one', () => {
    fc.assert(
      fc.property(time, parts, fc.string({ minLength: 1 }), (at, cause, other) => {
        expect(deriveEventId(at, ...cause)).toBe(deriveEventId(at, ...cause));
        expect(deriveEventId(at, ...cause, other)).not.toBe(deriveEventId(at, ...cause));
      }),
    );
  });

  it('sorts as text as it does in time', () => {
    fc.assert(
      fc.property(time, time, parts, (a, b, cause) => {
        fc.pre(a !== b);
        expect(deriveEventId(a, ...cause) < deriveEventId(b, ...cause)).toBe(a < b);
      }),
    );
  });

  it('is told from any other text', () => {
    fc.assert(fc.property(fc.string(), (text) => timeOfEventId(text) === undefined));
    expect(timeOfEventId('6ba7b810-9dad-11d1-80b4-00c04fd430c8'), 'a UUID of version 1').toBeUndefined();
    expect(timeOfEventId('019395a2-4c00-7abc-8abc-0123456789ab'), 'a UUID of version 7').toBe(0x019395a24c00);
  });
});
