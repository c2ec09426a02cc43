import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { UsageError } from './exit.ts';

/** SQLite keeps up to two more files beside a store that is in use. */
const COMPANIONS = ['', '-wal', '-shm'];

/** Makes the folder of a store. With `fresh`, moves a store that is there aside and returns its new name. UsageError on failure. */
export function prepareStoreFile(file: string, { fresh }: { readonly fresh: boolean }): string | null {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return fresh && existsSync(file) ? moveAside(file) : null;
  } catch (cause) {
    throw new UsageError(`cannot prepare the store ${file}: ${(cause as Error).message}`, { cause });
  }
}

/** Where the notices of a local fleet go: beside its store, one JSON document a line. */
export function noticesFileOf(file: string): string {
  const { dir, name } = parse(file);
  return `${dir === '' ? '.' : dir}/${name}.notices.jsonl`;
}

function moveAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.${number}`)) number += 1;
  for (const companion of COMPANIONS) {
    if (existsSync(`${file}${companion}`)) renameSync(`${file}${companion}`, `${file}.${number}${companion}`);
  }
  return `${file}.${number}`;
}
