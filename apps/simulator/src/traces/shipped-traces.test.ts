import { readFileSync } from 'node:fs';
import { parseTrace } from '@smartscale/backtest/traces';
import { expect, it } from 'vitest';
import { SHIPPED_TRACES } from './shipped-traces.ts';

it.each(Object.entries(SHIPPED_TRACES))('%s, which is shipped, is a whole week of minutes', (name, path) => {
  const trace = parseTrace(readFileSync(path, 'utf8'), { name });
  expect(trace.times.length).toBe(10_080);
  expect(trace.gaps.count).toBe(0);
});
