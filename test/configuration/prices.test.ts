import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './compose.ts';
import { loadStack } from './load-stack.ts';

const directory = join(ROOT, 'services/capacity-manager');

it('every function of capacity-manager is told the prices that are given, and is told none else', () => {
  const given = '{"x9.huge": 9.5}';
  const told = (parameters: Readonly<Record<string, string>>) =>
    Object.values(loadStack(directory, parameters).functions).map(({ environment }) => environment?.['ON_DEMAND_PRICES']);
  expect(told({ onDemandPrices: given })).toEqual([given, given, given]);
  expect(told({})).toEqual(['', '', '']);
});
