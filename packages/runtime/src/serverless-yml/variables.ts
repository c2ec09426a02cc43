import { ServiceConfigurationError } from '../errors.ts';

/** Where variables get their values. Each returns undefined for what it does not know. */
export type VariableSources = {
  /** By the part before the colon: `self`, `param`, `opt`, `sls`, `env`, `file`. */
  readonly [source: string]: (address: string, argument: string | undefined) => unknown;
};

const VARIABLE = /\$\{(?!AWS::)([^${}]+)\}/;
const MAX_DEPTH = 40;

/**
 * Resolves `${source:address, fallback}` in all texts of a value, results included. A text that is one variable becomes whatever that is.
 * CloudFormation's own `${AWS::Region}` and the like are left alone. Throws ServiceConfigurationError on what nothing resolves.
 */
export function resolveVariables(value: unknown, sources: VariableSources, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new ServiceConfigurationError('variables refer to each other in a circle');
  if (typeof value === 'string') return resolveText(value, sources, depth);
  if (Array.isArray(value)) return value.map((element) => resolveVariables(element, sources, depth));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveVariables(inner, sources, depth)]));
}

function resolveText(text: string, sources: VariableSources, depth: number): unknown {
  const match = VARIABLE.exec(text);
  if (match === null) return text;
  const [variable, expression = ''] = match;
  const found = resolveVariables(firstFound(expression, sources), sources, depth + 1);
  if (variable === text) return found;
  if (typeof found === 'object')
    throw new ServiceConfigurationError(`${variable} inside the text "${text}" must be a text or number`);
  return resolveText(
    text.replace(variable, () => String(found)),
    sources,
    depth + 1,
  );
}

/** The first alternative that has a value: `${opt:stage, 'dev'}`. */
function firstFound(expression: string, sources: VariableSources): unknown {
  for (const alternative of alternativesOf(expression)) {
    const value = lookUp(alternative, sources);
    if (value !== undefined) return value;
  }
  throw new ServiceConfigurationError(`nothing gives a value to \${${expression}}`);
}

function alternativesOf(expression: string): readonly string[] {
  return expression.split(/,(?![^(]*\))/).map((alternative) => alternative.trim());
}

const SOURCE = /^(\w+)(?:\(([^)]*)\))?:(.*)$/;

function lookUp(alternative: string, sources: VariableSources): unknown {
  const literal = /^'([^']*)'$|^"([^"]*)"$/.exec(alternative);
  if (literal !== null) return literal[1] ?? literal[2];
  if (/^(true|false|null|-?\d+(\.\d+)?)$/.test(alternative)) return JSON.parse(alternative);
  const [, name = '', argument, address = ''] = SOURCE.exec(alternative) ?? [];
  if (!Object.hasOwn(sources, name)) {
    throw new ServiceConfigurationError(
      `\${${alternative}} is of a kind that is not known here: use ${Object.keys(sources).join(', ')}`,
    );
  }
  return sources[name]?.(address, argument);
}

/** Follows `a.b.0` into a value; undefined when there is nothing. */
export function valueAt(value: unknown, address: string): unknown {
  if (address === '') return value;
  return address
    .split('.')
    .reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as never)[key] : undefined), value);
}
