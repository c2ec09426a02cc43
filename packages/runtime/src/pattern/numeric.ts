import { InvalidPatternError } from '../errors.ts';

/** EventBridge compares numbers between -5e9 and 5e9. */
const LARGEST_MAGNITUDE = 5e9;

type Comparison = (value: number) => boolean;

const OPERATORS: Readonly<Record<string, (bound: number) => Comparison>> = {
  '=': (bound) => (value) => value === bound,
  '<': (bound) => (value) => value < bound,
  '<=': (bound) => (value) => value <= bound,
  '>': (bound) => (value) => value > bound,
  '>=': (bound) => (value) => value >= bound,
};

/** `["=", 5]`, `[">", 0]` or a range `[">", 0, "<=", 5]`. */
export function compileNumeric(range: unknown, path: string): Comparison {
  if (!Array.isArray(range) || (range.length !== 2 && range.length !== 4)) {
    throw new InvalidPatternError(`${path}: numeric takes [operator, number] or [operator, number, operator, number]`);
  }
  const comparisons: Comparison[] = [];
  for (let index = 0; index < range.length; index += 2) comparisons.push(comparisonOf(range[index], range[index + 1], path));
  if (comparisons.length === 2) checkRange(range, path);
  return (value) => comparisons.every((comparison) => comparison(value));
}

function comparisonOf(operator: unknown, bound: unknown, path: string): Comparison {
  const compare = typeof operator === 'string' && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compare === undefined)
    throw new InvalidPatternError(`${path}: ${JSON.stringify(operator)} is no operator of numeric: use =, <, <=, > or >=`);
  if (typeof bound !== 'number' || Math.abs(bound) > LARGEST_MAGNITUDE) {
    throw new InvalidPatternError(
      `${path}: numeric compares with a number from -5e9 to 5e9, not with ${JSON.stringify(bound)}`,
    );
  }
  return compare(bound);
}

function checkRange([lowOperator, low, highOperator, high]: readonly unknown[], path: string): void {
  const opens = lowOperator === '>' || lowOperator === '>=';
  const closes = highOperator === '<' || highOperator === '<=';
  if (!opens || !closes) throw new InvalidPatternError(`${path}: a numeric range goes from > or >= to < or <=`);
  if (!((low as number) < (high as number)))
    throw new InvalidPatternError(`${path}: the numeric range from ${low} to ${high} is empty`);
}
