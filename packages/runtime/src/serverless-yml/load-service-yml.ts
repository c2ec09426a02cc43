import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ServiceConfigurationError } from '../errors.ts';
import { parseYml } from './parse-yml.ts';
import { resolveVariables, type VariableSources, valueAt } from './variables.ts';

export type LoadOptions = {
  /** What `${sls:stage}` and `${opt:stage}` are here. */
  readonly stage: string;
  /** What `${param:name}` is; they win over the file's own `params`. */
  readonly params: Readonly<Record<string, string>>;
};

/** Sections that a serverless.yml has for the deployment alone. They are not resolved: they may need what only a deployment knows. */
const NEEDED = ['service', 'provider', 'functions'];

/** Reads a serverless.yml with its variables and included files resolved. Throws ServiceConfigurationError, which names the file. */
export function loadServiceYml(file: string, options: LoadOptions): Readonly<Record<string, unknown>> {
  try {
    const root = parseYml(readText(file), file);
    const wanted = Object.fromEntries(NEEDED.map((section) => [section, valueAt(root, section)]));
    return resolveVariables(wanted, sourcesOf(file, root, options)) as Record<string, unknown>;
  } catch (cause) {
    if (!(cause instanceof ServiceConfigurationError) || cause.message.startsWith(file)) throw cause;
    throw new ServiceConfigurationError(`${file}: ${cause.message}`, { cause });
  }
}

function sourcesOf(file: string, root: unknown, { stage, params }: LoadOptions): VariableSources {
  const included = new Map<string, unknown>();
  const include = (path: string): unknown => {
    const absolute = resolve(dirname(file), path);
    if (!included.has(absolute)) included.set(absolute, parseYml(readText(absolute), absolute));
    return included.get(absolute);
  };
  return {
    self: (address) => valueAt(root, address),
    param: (name) => params[name] ?? valueAt(root, `params.${stage}.${name}`) ?? valueAt(root, `params.default.${name}`),
    opt: (name) => (name === 'stage' ? stage : undefined),
    sls: (name) => (name === 'stage' ? stage : undefined),
    env: () => undefined,
    file: (address, path = '') => valueAt(include(path), address),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ServiceConfigurationError(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
