import type * as z from 'zod';

const SHOWN = 3;

/** What the last part of a knob's name says of its unit. */
const UNITS: readonly (readonly [suffix: string, unit: string])[] = [
  ['Seconds', 'a whole number of seconds, without a unit'],
  ['Percent', 'a number from 0 to 100, without a sign'],
];

/** The first few things that are wrong with a policy, in words for the one who wrote it: `knob: what it should be`. */
export function describePolicyIssues(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.slice(0, SHOWN).map(describe);
  const more = issues.length - lines.length;
  return more > 0 ? `${lines.join('; ')} (and ${more} more)` : lines.join('; ');
}

function describe(issue: z.core.$ZodIssue): string {
  const knob = issue.path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `"${[knob, key].filter((part) => part !== '').join('.')}"`);
      return `there is no knob ${keys.join(', ')}`;
    }
    case 'invalid_type':
      return knob === ''
        ? 'it must be a list of knobs and values'
        : `${knob}: expected ${unitOf(knob) ?? `a ${issue.expected}`}`;
    default:
      return knob === '' ? issue.message : `${knob}: ${issue.message}`;
  }
}

function unitOf(knob: string): string | undefined {
  return UNITS.find(([suffix]) => knob.endsWith(suffix))?.[1];
}
