import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ROOT } from './compose.ts';

/** What is signed by hand and sent without a command of the SDK: objects in S3 are read so. */
const SIGNED_BY_HAND: Readonly<Record<string, RegExp>> = { SignedGetObject: /new SignatureV4\(\{\s*\.{3}\{ service: 's3'/ };

/** What a transaction does besides putting needs rights of its own. */
const IN_TRANSACTION = /\{ (Delete|Update|ConditionCheck): \{ TableName/g;

/** The AWS SDK commands that are constructed in a file or in anything of this repository that it imports. Types count for nothing. */
export function calledCommands(entry: string): readonly string[] {
  const commands = new Set<string>();
  for (const source of sourcesFrom(entry)) {
    for (const [, command = ''] of source.matchAll(/new (\w+Command)\(/g)) commands.add(command);
    for (const [command, signing] of Object.entries(SIGNED_BY_HAND)) if (signing.test(source)) commands.add(command);
    for (const [, write = ''] of source.matchAll(IN_TRANSACTION)) commands.add(`TransactWrite${write}`);
  }
  return [...commands].sort();
}

/** The texts of a file and of everything of this repository that it imports. */
export function sourcesFrom(entry: string): readonly string[] {
  const seen = new Set<string>([entry]);
  const sources: string[] = [];
  // A set grows while it is walked.
  for (const file of seen) {
    const source = readFileSync(file, 'utf8');
    sources.push(source);
    for (const imported of importedBy(file, source)) seen.add(imported);
  }
  return sources;
}

function importedBy(file: string, source: string): readonly string[] {
  return [...source.matchAll(IMPORT)].flatMap(([, kind = '', from = '']) =>
    kind.startsWith('type ') ? [] : fileOf(from, file),
  );
}

const IMPORT = /^(?:import|export) ([^;']*?) ?from '([^']+)'/gm;

function fileOf(specifier: string, importer: string): readonly string[] {
  if (specifier.startsWith('.')) return [resolve(dirname(importer), specifier)];
  const [, name, subPath = ''] = /^@smartscale\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) return [];
  const folder = ['packages', 'services'].map((parent) => join(ROOT, parent, name)).find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`${importer} imports ${specifier}, which is nowhere`);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: Record<string, string> };
  const target = exports[subPath === '' ? '.' : `./${subPath}`];
  if (target === undefined) throw new Error(`${importer} imports ${specifier}, which ${name} does not export`);
  return [join(folder, target)];
}
