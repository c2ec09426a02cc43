import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { UsageError } from './exit.ts';

/** SQLite keeps up to two more files beside a store that is in use. */
const COMPANIONS = ['', '-wal', '-shm'];

/** Makes the folder that a store is to lie in. UsageError when that cannot be. */
export function makeFolderOf(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (cause) {
    throw new UsageError(`cannot make the folder of the store ${file}: ${(cause as Error).message}`, { cause });
  }
}

/** Where the notices of a local fleet go: beside its store, one JSON document a line. */
export function noticesFileOf(file: string): string {
  const { dir, name } = parse(file);
  return `${dir === '' ? '.' : dir}/${name}.notices.jsonl`;
}

/** Gives a store and its notices another name and returns it; null when there is no store. UsageError when that cannot be. */
export function moveAside(file: string): string | null {
  if (!existsSync(file)) return null;
  let number = 1;
  while (existsSync(`${file}.${number}`)) number += 1;
  try {
    for (const companion of COMPANIONS) renameIfThere(`${file}${companion}`, `${file}.${number}${companion}`);
    renameIfThere(noticesFileOf(file), `${noticesFileOf(file)}.${number}`);
  } catch (cause) {
    throw new UsageError(`cannot keep the store ${file} under another name: ${(cause as Error).message}`, { cause });
  }
  return `${file}.${number}`;
}

function renameIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
