import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_FAULT_KINDS } from '../../torture/fault-kinds.ts';
import { INVARIANTS } from './index.ts';

const page = readFileSync(new URL('../../../../../docs/torture.md', import.meta.url), 'utf8');

describe('docs/torture.md', () => {
  it.each(INVARIANTS)('has the promise of $name', ({ name, promise }) => {
    expect(page).toContain(`| ${name} | ${promise} |`);
  });

  it.each(ALL_FAULT_KINDS)('knows the fault %s', (kind) => expect(page).toMatch(new RegExp(`^\\| .*\\b${kind}\\b.* \\|`, 'm')));
});
