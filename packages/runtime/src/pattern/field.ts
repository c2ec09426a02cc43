import { InvalidPatternError } from '../errors.ts';
import { compileOperator, type ValueTest } from './leaf.ts';

/** Tests a field of an event: a value, a list, or undefined when it is not there. */
export type FieldTest = (value: unknown) => boolean;

/** Compiles the alternatives for one field: values to be equal to, and operators. */
export function compileField(alternatives: readonly unknown[], path: string): FieldTest {
  if (alternatives.length === 0) throw new InvalidPatternError(`${path} is an empty list: it would match nothing`);
  const exact = new Set<unknown>();
  const tests: ValueTest[] = [];
  let presence: boolean | undefined;
  for (const alternative of alternatives) {
    if (Array.isArray(alternative)) throw new InvalidPatternError(`${path}: a list inside a list of alternatives`);
    if (typeof alternative !== 'object' || alternative === null) {
      exact.add(alternative);
      continue;
    }
    const [[name = '', operand] = [], ...rest] = Object.entries(alternative);
    if (rest.length > 0)
      throw new InvalidPatternError(`${path}: one operator in each object, found ${Object.keys(alternative).join(', ')}`);
    if (name === 'exists') presence = presenceOf(operand, path);
    else tests.push(compileOperator(name, operand, path));
  }
  return fieldTest(exact, tests, presence);
}

function presenceOf(operand: unknown, path: string): boolean {
  if (typeof operand === 'boolean') return operand;
  throw new InvalidPatternError(`${path}: exists takes true or false, not ${JSON.stringify(operand)}`);
}

function fieldTest(exact: ReadonlySet<unknown>, tests: readonly ValueTest[], presence: boolean | undefined): FieldTest {
  const matchesValue: ValueTest = (value) => exact.has(value) || tests.some((test) => test(value));
  const matches: FieldTest = (value) => {
    const leaves = leavesOf(value);
    if (presence !== undefined && leaves.length > 0 === presence) return true;
    return leaves.some(matchesValue);
  };
  if (presence !== undefined) return matches;
  // The common case, kept quick: a plain value, without a list around it.
  return (value) => (typeof value === 'object' && value !== null ? matches(value) : value !== undefined && matchesValue(value));
}

/** The values at a field. An object has none of its own: EventBridge sees leaves only, so it does not "exist" either. */
function leavesOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return typeof value === 'object' && value !== null ? [] : [value];
}
