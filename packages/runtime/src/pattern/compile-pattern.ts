import { InvalidPatternError } from '../errors.ts';
import { compileField, type FieldTest } from './field.ts';

/** Whether an event matches. */
export type PatternMatcher = (event: object) => boolean;

/** What a rule's pattern may measure, as JSON. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_PATTERN_CHARACTERS = 2_048;

/**
 * Compiles an event pattern as EventBridge matches it: every field named must match, by any of its alternatives; a list in the event matches
 * when one of its elements does. Throws InvalidPatternError on a pattern that EventBridge would refuse.
 */
export function compilePattern(pattern: unknown): PatternMatcher {
  const size = JSON.stringify(pattern)?.length ?? 0;
  if (size > MAX_PATTERN_CHARACTERS) {
    throw new InvalidPatternError(`the pattern has ${size} characters: EventBridge takes ${MAX_PATTERN_CHARACTERS}`);
  }
  return compileObject(pattern, 'pattern');
}

/** A test of one object of the event against the object of the pattern at the same place. */
function compileObject(pattern: unknown, path: string): FieldTest {
  if (!isPlainObject(pattern)) throw new InvalidPatternError(`${path} must be an object of fields`);
  const tests = Object.entries(pattern).map(([name, wanted]) => compileEntry(name, wanted, path));
  if (tests.length === 0) throw new InvalidPatternError(`${path} is empty: a pattern names at least one field`);
  return (value) => tests.every((test) => test(value));
}

function compileEntry(name: string, wanted: unknown, path: string): FieldTest {
  const here = `${path}.${name}`;
  if (name === '$or') return compileOr(wanted, here);
  if (Array.isArray(wanted)) {
    const test = compileField(wanted, here);
    return (value) => test(fieldOf(value, name));
  }
  if (!isPlainObject(wanted)) throw new InvalidPatternError(`${here} must be a list of alternatives or an object of fields`);
  const test = compileObject(wanted, here);
  return (value) => someElement(fieldOf(value, name), test);
}

function compileOr(alternatives: unknown, path: string): FieldTest {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new InvalidPatternError(`${path} takes a list of two objects of fields or more`);
  }
  const tests = alternatives.map((alternative, index) => compileObject(alternative, `${path}[${index}]`));
  return (value) => tests.some((test) => test(value));
}

/** All fields named in one object of a pattern must be found in the same element of a list. */
function someElement(value: unknown, test: FieldTest): boolean {
  return Array.isArray(value) ? value.some((element) => someElement(element, test)) : test(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
