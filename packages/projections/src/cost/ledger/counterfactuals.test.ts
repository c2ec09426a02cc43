import { expect, it } from 'vitest';
import { cheapestType, pricesSeen } from './index.ts';
import { at, fold, launched, priced, terminated } from './testing/story.ts';

it('On-Demand prices that the fleet has seen are the newest of each type', () => {
  const state = fold(
    launched('i-1', { at: at('01-01 00:00'), usd: 0.04, capacity: 'on-demand' }),
    launched('i-2', { at: at('01-02 00:00'), usd: 0.05, capacity: 'on-demand' }),
    launched('i-3', { at: at('01-02 00:00'), usd: 0.01, type: 'm5.large' }),
    launched('i-4', { at: at('01-02 00:00'), usd: 0, type: 'c5.large', capacity: 'on-demand' }),
    priced({ usd: 0.06, from: at('01-03 00:00'), capacity: 'on-demand' }),
    terminated('i-1', at('01-04 00:00')),
  );
  expect(pricesSeen(state)).toEqual({ 't3.medium': 0.06 });
});

it('the cheapest type is one with a price', () => {
  const prices = { 't3.medium': 0.04, 'm5.large': 0.1 };
  expect(cheapestType(['m5.large', 'x9.huge', 't3.medium'], prices)).toBe('t3.medium');
  expect(cheapestType(['x9.huge'], prices)).toBeNull();
});
