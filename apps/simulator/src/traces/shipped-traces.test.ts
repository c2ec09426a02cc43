import { readFileSync } from 'node:fs';
import { parseTrace } from '@smartscale/backtest/traces';
import { expect, it } from 'vitest';
import { officeHoursCsv } from './office-hours.ts';
import { SHIPPED_TRACES } from './shipped-traces.ts';

it('office-hours is made up by officeHoursCsv, and is as that has it', () => {
  expect(readFileSync(SHIPPED_TRACES['office-hours'] ?? '', 'utf8')).toBe(officeHoursCsv());
});

it.each(Object.entries(SHIPPED_TRACES))('%s, which is shipped, is a whole week of minutes', (name, path) => {
  const trace = parseTrace(readFileSync(path, 'utf8'), { name });
  expect(trace.times.length).toBe(10_080);
  expect(trace.gaps.count).toBe(0);
});
