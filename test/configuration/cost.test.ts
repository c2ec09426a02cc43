import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ALARMS,
  INVOCATION_USAGE,
  MEMORY_MEGABYTES,
  monthlyBill,
  PARTS,
  PRICE_LISTS,
  SIMULATED_MONTH,
} from '@smartscale/projections/control-plane';
import { describe, expect, it } from 'vitest';
import { composedStacks, ROOT } from './compose.ts';
import { resourcesOf } from './template.ts';

const stacks = composedStacks();
/** Invoked by hand. */
const BY_HAND = ['projections/rebuild'];

describe('the bill of the control plane', () => {
  it('knows every function, and its memory', () => {
    const functions = stacks.flatMap(({ alias, provider, functions: own }) =>
      Object.entries(own).map(([name, { memorySize = provider['memorySize'] }]) => [`${alias}/${name}`, memorySize] as const),
    );
    const called = functions.filter(([name]) => !BY_HAND.includes(name));
    expect(called.map(([name]) => name).sort()).toEqual(Object.keys(INVOCATION_USAGE).sort());
    for (const [name, memory] of functions) expect(memory, name).toBe(MEMORY_MEGABYTES);
  });

  it('knows how many alarms there are', () => {
    expect(stacks.flatMap(({ template }) => resourcesOf(template, 'AWS::CloudWatch::Alarm'))).toHaveLength(ALARMS);
  });

  it('is the one that docs/cost.md shows', () => {
    const page = readFileSync(join(ROOT, 'docs/cost.md'), 'utf8');
    const bills = Object.values(PRICE_LISTS).map((prices) => monthlyBill(SIMULATED_MONTH, { prices }));
    const cells = (pick: (bill: (typeof bills)[number]) => number) => bills.map((bill) => pick(bill).toFixed(3)).join(' | ');
    bills[0]?.lines.forEach(({ part, quantity }, index) => {
      if (quantity > 0) expect(page).toContain(`| ${PARTS[part].label} | ${cells(({ lines }) => lines[index]?.usd ?? 0)} |`);
    });
    expect(page).toContain(`| **all of it** | ${cells(({ usd }) => usd)} |`);
    expect(page).toContain(`| above the free tier | ${cells(({ usdAboveFree }) => usdAboveFree)} |`);
  });
});
