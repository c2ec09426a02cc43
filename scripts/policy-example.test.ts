import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy, type Policy } from '@smartscale/events';
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
  const { signals } = withExample('application');
  expect(signals.application.map(({ name, sizing }) => `${name} ${sizing}`)).toEqual([
    'queue_depth step',
    'request_rate per-worker',
  ]);
});

it('gives examples of disruption windows that can be used', () => {
  const { disruption } = withExample('windows');
  expect(disruption.windows.map(({ days, from, to }) => `${days.join(' ')} ${from} ${to}`)).toEqual([
    'mon tue wed thu fri 22:00 05:00',
    'sun 00:00 23:59',
  ]);
});

/** The policy with an empty list replaced by its example, the lines that begin with `#  `. */
function withExample(knob: string): Policy {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`#  ${knob}:`));
  const length = lines.slice(begin).findIndex((line) => !line.startsWith('#  '));
  const example = lines.slice(begin, length < 0 ? undefined : begin + length).map((line) => line.slice(1));
  const indent = new RegExp(`^( *)${knob}: \\[\\].*$`, 'm').exec(text)?.[1] ?? '';
  const placed = example.map((line) => `${indent.slice(INDENT)}${line}`).join('\n');
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, text.replace(`${indent}${knob}: []`, `${placed}\n${indent}# `));
  return readPolicyFile(file);
}

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
