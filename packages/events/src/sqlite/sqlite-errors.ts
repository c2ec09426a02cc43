import { StoreUnusableError } from '../errors.ts';

/** What to say of the primary result codes that a user can do something about (https://www.sqlite.org/rescode.html). */
const SENTENCES: Readonly<Record<number, string>> = {
  5: 'another process has been writing to it for too long: close that one and try again',
  6: 'another process has been writing to it for too long: close that one and try again',
  8: 'it may not be written: check the permissions of the file and its folder',
  10: 'the disk reported an error: check the disk',
  11: 'the database is damaged: restore it from a copy',
  13: 'the disk is full: free some space',
  14: 'it cannot be opened: check the permissions of the file and its folder',
  26: 'it is not a SQLite database: name another file, or one that does not exist yet',
};

const FILE_SYSTEM_SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: check the permissions of the file and its folder',
  EPERM: 'permission denied: check the permissions of the file and its folder',
  EROFS: 'the file system is read-only: name a file elsewhere',
  ENOTDIR: 'a part of its path is not a folder',
};

/** Turns what SQLite or the file system said into one StoreUnusableError; errors that are already ours or are bugs stay. */
export function asStoreError(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnusableError) return error;
  const { code, errcode } = error as { code?: string; errcode?: number };
  if (code === 'ERR_SQLITE_ERROR' && errcode !== undefined) {
    const sentence = SENTENCES[errcode & 0xff] ?? error.message;
    return new StoreUnusableError(`the store ${file} cannot be used: ${sentence}`, { cause: error });
  }
  if (code === 'ERR_INVALID_STATE') return new StoreUnusableError(`the store ${file} is closed`, { cause: error });
  if (code?.startsWith('E') && !code.startsWith('ERR_')) {
    const sentence = FILE_SYSTEM_SENTENCES[code] ?? error.message;
    return new StoreUnusableError(`the store ${file} cannot be used: ${sentence}`, { cause: error });
  }
  return error;
}
