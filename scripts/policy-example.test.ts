import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy } from '@smartscale/events';
import { afterAll, expect, it } from 'vitest';
import { readPolicyFile } from '../apps/cli/src/policy-file.ts';

const EXAMPLE = join(import.meta.dirname, '../policy.example.yaml');
const KNOB = /^( *)([A-Za-z]+):(.*)$/;
const INDENT = 2;

const text = readFileSync(EXAMPLE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'policy-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is the default policy', () => expect(readPolicyFile(EXAMPLE)).toEqual(defaultPolicy()));

it('has every knob and section of the policy, in its order', () => {
  expect(knobsOfText().map(({ path }) => path)).toEqual(pathsOf(defaultPolicy()));
});

it('says of each what it is', () => {
  expect(knobsOfText().filter(({ line }) => !/ # \S/.test(line))).toEqual([]);
});

it('gives examples of application signals that can be used', () => {
  const signals = text.split('\n').filter((line) => /^# {2}( {2}|application:)/.test(line));
  const used = text.replace(/^ {2}application: \[\].*$/m, signals.map((line) => line.slice(1)).join('\n'));
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, used);
  expect(readPolicyFile(file).signals.application.map(({ name, sizing }) => `${name} ${sizing}`)).toEqual([
    'queue_depth step',
    'request_rate per-worker',
  ]);
});

/** Every `name:` line with its dotted path, read by indentation. */
function knobsOfText(): { path: string; line: string }[] {
  const parents: string[] = [];
  return text.split('\n').flatMap((line) => {
    const [, indent, name] = KNOB.exec(line) ?? [];
    if (indent === undefined || name === undefined) return [];
    parents.splice(indent.length / INDENT, Number.POSITIVE_INFINITY, name);
    return [{ path: parents.join('.'), line }];
  });
}

function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return [own, ...pathsOf(inner, own)];
  });
}
