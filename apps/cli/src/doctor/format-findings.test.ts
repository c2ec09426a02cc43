import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { type Finding, failed, ok, unknown } from './finding.ts';
import { countVerdicts, formatFindings } from './format-findings.ts';

const gone = unknown('the stack is not there', 'deploy it');
const findings: readonly Finding[] = [
  { name: 'credentials', phase: 'before', ...ok('account 1') },
  { name: 'samples', phase: 'after', ...failed('none has come', 'wait\nlook into the log') },
  { name: 'decisions', phase: 'after', ...gone },
  { name: 'launches', phase: 'after', ...gone },
];

it('lists what was found and what to do, and says once what several have found', () => {
  expect(stripVTControlCharacters(formatFindings(findings, [])).split('\n')).toEqual([
    'Before deploying',
    '  ok       credentials  account 1',
    '',
    'What runs',
    '  FAILED   samples      none has come',
    '                        -> wait',
    '                        -> look into the log',
    '  unknown  decisions, launches',
    '                        the stack is not there',
    '                        -> deploy it',
    '',
    '1 ok, 0 to be looked at, 1 failed, 2 not known',
  ]);
});

it('says last what is required and could not be asked', () => {
  expect(formatFindings(findings, ['stacks', 'event store'])).toContain(
    '2 not known; required, and could not be asked: stacks, event store',
  );
});

it('counts by verdict', () => {
  expect(countVerdicts(findings)).toEqual({ ok: 1, warning: 0, failed: 1, unknown: 2 });
});
