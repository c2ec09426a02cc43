import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPolicy, type Policy, policySchema } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const policyOf = (name: string): Policy =>
  policySchema.parse(parse(readFileSync(join(import.meta.dirname, '../policies', name), 'utf8')));

describe('the policies that are shipped', () => {
  it('brief.yaml is the default, written out', () => expect(policyOf('brief.yaml')).toEqual(defaultPolicy()));

  it('price.yaml sizes by price, with thresholds above what that lets come, and no rest that would be in its way', () => {
    const { sizing, signals, cooldown } = policyOf('price.yaml');
    expect(sizing.by).toBe('price');
    for (const { scaleUpAbovePercent } of [signals.cpu, signals.memory]) expect(scaleUpAbovePercent).toBeGreaterThan(90);
    expect(cooldown).toEqual({ afterUpSeconds: 0, afterDownSeconds: 0 });
  });
});
