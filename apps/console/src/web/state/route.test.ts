import { describe, expect, it } from 'vitest';
import { formatRoute, HOME, parseRoute } from './route.ts';

const AT = Date.parse('2026-11-24T20:04:00.000Z');

describe('links', () => {
  it.each([
    ['', HOME],
    ['#/', HOME],
    ['#/at/2026-11-24T20:04:00Z', { ...HOME, at: AT }],
    ['#/decision/019e-1', { ...HOME, decisionId: '019e-1' }],
    ['#/node/i-1', { ...HOME, nodeId: 'i-1' }],
    ['#/node/i-1/at/2026-11-24T20:04:00.000Z', { ...HOME, nodeId: 'i-1', at: AT }],
    ['#/at/yesterday', HOME],
    ['#/planet/mars', HOME],
    ['#/node/%E0%A4%A', { ...HOME, nodeId: '%E0%A4%A' }],
  ])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route));

  it('come back as they were written', () => {
    for (const route of [HOME, { ...HOME, at: AT }, { ...HOME, nodeId: 'i-1', at: AT }, { ...HOME, decisionId: 'a/b?c' }]) {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }
  });

  it('to a decision need no moment: it has one', () =>
    expect(formatRoute({ nodeId: null, decisionId: 'd', at: AT })).toBe('#/decision/d'));
});
