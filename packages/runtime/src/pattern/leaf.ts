import { InvalidPatternError } from '../errors.ts';
import { compileCidr } from './cidr.ts';
import { compileNumeric } from './numeric.ts';
import { compileWildcard } from './wildcard.ts';

/** Tests one value of an event: a text, number, boolean or null. */
export type ValueTest = (value: unknown) => boolean;

/** Compiles one operator such as `{ "prefix": "i-" }`, `exists` aside, which is about the field and not about a value. */
export function compileOperator(name: string, operand: unknown, path: string): ValueTest {
  switch (name) {
    case 'numeric': {
      const compare = compileNumeric(operand, path);
      return (value) => typeof value === 'number' && compare(value);
    }
    case 'anything-but': {
      const refused = compileAnythingBut(operand, path);
      return (value) => !refused(value);
    }
    case 'cidr':
      return onText(compileCidr(textOf(operand, name, path), path));
    default:
      return compileTextOperator(name, operand, path);
  }
}

function compileTextOperator(name: string, operand: unknown, path: string): ValueTest {
  switch (name) {
    case 'prefix':
      return compileEnd(operand, { name, path, matches: (value, end) => value.startsWith(end) });
    case 'suffix':
      return compileEnd(operand, { name, path, matches: (value, end) => value.endsWith(end) });
    case 'equals-ignore-case': {
      const wanted = textOf(operand, name, path).toLowerCase();
      return onText((value) => value.toLowerCase() === wanted);
    }
    case 'wildcard':
      return onText(compileWildcard(textOf(operand, name, path), path));
    default:
      throw new InvalidPatternError(`${path}: "${name}" is no operator of an event pattern`);
  }
}

type End = { readonly name: string; readonly path: string; readonly matches: (value: string, end: string) => boolean };

function compileEnd(operand: unknown, { name, path, matches }: End): ValueTest {
  if (typeof operand === 'object' && operand !== null) {
    const [[key, folded] = [], ...rest] = Object.entries(operand);
    if (key !== 'equals-ignore-case' || rest.length > 0) {
      throw new InvalidPatternError(`${path}: ${name} takes a text or { "equals-ignore-case": text }`);
    }
    const end = textOf(folded, name, path).toLowerCase();
    return onText((value) => matches(value.toLowerCase(), end));
  }
  const end = textOf(operand, name, path);
  return onText((value) => matches(value, end));
}

/** Matches what anything-but refuses: a value, any of a list, or what an operator on one or several texts matches. */
function compileAnythingBut(operand: unknown, path: string): ValueTest {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [[name = '', inner] = [], ...rest] = Object.entries(operand);
    if (rest.length > 0 || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
      throw new InvalidPatternError(
        `${path}: anything-but takes values, or one of prefix, suffix, equals-ignore-case and wildcard`,
      );
    }
    const tests = listOf(inner, path).map((one) => compileTextOperator(name, one, path));
    return (value) => tests.some((test) => test(value));
  }
  const values = listOf(operand, path);
  const [type] = values.map((value) => typeof value);
  if ((type !== 'string' && type !== 'number') || values.some((value) => typeof value !== type)) {
    throw new InvalidPatternError(`${path}: anything-but takes texts or numbers, all of one kind`);
  }
  const refused = new Set(values);
  return (value) => refused.has(value);
}

function listOf(operand: unknown, path: string): readonly unknown[] {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new InvalidPatternError(`${path}: anything-but takes at least one value`);
  return list;
}

function textOf(operand: unknown, name: string, path: string): string {
  if (typeof operand === 'string') return operand;
  throw new InvalidPatternError(`${path}: ${name} takes a text, not ${JSON.stringify(operand)}`);
}

function onText(test: (value: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}
