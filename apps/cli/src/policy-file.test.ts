import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy } from '@smartscale/events';
import { afterAll, describe, expect, it } from 'vitest';
import { policyChanges } from './policy-diff.ts';
import { readPolicyFile } from './policy-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'smartscale-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function policyFile(text: string): string {
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a policy file', () => {
  it('may be empty: every knob has a default', () => expect(readPolicyFile(policyFile(''))).toEqual(defaultPolicy()));

  it('changes what it names and nothing else', () => {
    const policy = readPolicyFile(policyFile('workers: { max: 6 }\nsignals: { cpu: { targetPercent: 55 } }'));
    expect(policyChanges(defaultPolicy(), policy)).toEqual([
      { knob: 'workers.max', from: 10, to: 6 },
      { knob: 'signals.cpu.targetPercent', from: 60, to: 55 },
    ]);
  });

  it.each([
    ['min above max', 'workers: { min: 12 }', /workers\.min: min \(12\) is above max \(10\)/],
    ['a negative cooldown', 'cooldown: { afterUpSeconds: -1 }', /cooldown\.afterUpSeconds/],
    ['an unknown knob', 'workers: { minimum: 2 }', /there is no knob "workers\.minimum"/],
    ['a wrong unit', 'cooldown: { afterUpSeconds: 5m }', /cooldown\.afterUpSeconds: expected a whole number of seconds/],
    ['broken YAML', 'workers: {', /is not YAML/],
    ['a list instead of knobs', '- 1', /it must be a list of knobs and values/],
    ['two documents', 'workers: {}\n---\nworkers: {}', /holds several documents/],
  ])('is refused with %s', (_what, text, message) => expect(() => readPolicyFile(policyFile(text))).toThrow(message));

  it('is refused when it is not there', () =>
    expect(() => readPolicyFile(join(folder, 'none.yaml'))).toThrow(/cannot read the policy .*none\.yaml/));
});
