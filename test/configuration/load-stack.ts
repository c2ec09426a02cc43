import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { parseYml } from '../../packages/runtime/src/serverless-yml/parse-yml.ts';
import { resolveVariables, type VariableSources, valueAt } from '../../packages/runtime/src/serverless-yml/variables.ts';
import type { Template } from './template.ts';

/** A function as serverless.yml declares it, what the provider section says for all included. */
export type DeclaredFunction = {
  readonly handler: string;
  readonly role?: unknown;
  readonly vpc?: unknown;
  readonly memorySize?: number;
  readonly timeout?: number;
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly events?: readonly Readonly<Record<string, unknown>>[];
  readonly destinations?: { readonly onFailure?: unknown };
};

/** A stack as its serverless.yml declares it, every variable and file resolved. */
export type DeclaredStack = {
  readonly directory: string;
  readonly service: string;
  readonly yml: Readonly<Record<string, unknown>>;
  readonly provider: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, DeclaredFunction>>;
  /** The resources that it declares itself, without those that the framework makes of its functions. */
  readonly template: Template;
};

const requireFrom = createRequire(import.meta.url);

/** The stage of a stack that is packaged without one. */
export const DEFAULT_STAGE = 'dev';

/** Reads a stack as the framework does. `parameters` are what `--param` would say. Throws on what cannot be resolved. */
export function loadStack(directory: string, parameters: Readonly<Record<string, string>> = {}): DeclaredStack {
  const root = protect(
    parseYml(readFileSync(join(directory, 'serverless.yml'), 'utf8'), `${basename(directory)}/serverless.yml`),
  );
  const yml = restore(resolveVariables(root, sourcesOf(directory, root, parameters))) as DeclaredStack['yml'];
  return {
    directory,
    service: String(yml['service']),
    yml,
    provider: yml['provider'] as DeclaredStack['provider'],
    functions: (yml['functions'] ?? {}) as DeclaredStack['functions'],
    template: mergedTemplate(yml['resources']),
  };
}

function sourcesOf(directory: string, root: unknown, parameters: Readonly<Record<string, string>>): VariableSources {
  const stage = () => DEFAULT_STAGE;
  return {
    self: (address) => valueAt(root, address),
    param: (name) => parameters[name],
    opt: () => undefined,
    sls: stage,
    env: () => undefined,
    file: (address, path = '') => valueAt(include(resolve(directory, path)), address),
  };
}

function include(file: string): unknown {
  return protect(file.endsWith('.cjs') ? requireFrom(file) : parseYml(readFileSync(file, 'utf8'), file));
}

/** `resources` is a part of a template, or a list of them. */
function mergedTemplate(resources: unknown): Template {
  const parts = (Array.isArray(resources) ? resources : [resources ?? {}]) as Partial<Template>[];
  return {
    Parameters: Object.assign({}, ...parts.map((part) => part.Parameters)) as Readonly<Record<string, unknown>>,
    Conditions: Object.assign({}, ...parts.map((part) => part.Conditions)) as Readonly<Record<string, unknown>>,
    Resources: Object.assign({}, ...parts.map((part) => part.Resources)) as Template['Resources'],
    Outputs: Object.assign({}, ...parts.map((part) => part.Outputs)) as Template['Outputs'],
  };
}

/** `${Name}` and `${Name.Attribute}` are CloudFormation's. A whole file is one without an address. */
const protect = (value: unknown) =>
  mapTexts(value, (text) =>
    text.replace(/\$\{([\w.]+)\}/g, '\u0001$1\u0002').replace(/\$\{(file\([^()]*\))\}/g, (_, file: string) => `\${${file}:}`),
  );
const restore = (value: unknown) => mapTexts(value, (text) => text.replaceAll('\u0001', '${').replaceAll('\u0002', '}'));

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((element) => mapTexts(element, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, map)]));
}
