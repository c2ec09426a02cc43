import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameJson } from './same-json.ts';

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

it('says what comparing the texts says', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(sameJson(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      expect(sameJson(a, structuredClone(a))).toBe(true);
    }),
  );
});

it.each([
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [
    [1, 2],
    [1, 2, 3],
  ],
  [[], {}],
  [{ a: null }, {}],
  [{ a: [{ b: 1 }] }, { a: [{ b: 1.0000001 }] }],
])('tells %j from %j', (a, b) => expect(sameJson(a, b)).toBe(false));
