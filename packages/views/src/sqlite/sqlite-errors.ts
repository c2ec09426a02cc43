import { ViewsUnusableError } from '../view-store.ts';

/** What to say of the primary result codes that a user can do something about (https://www.sqlite.org/rescode.html). */
const SENTENCES: Readonly<Record<number, string>> = {
  5: 'another process has been writing to it for too long: close that one and try again',
  8: 'it may not be written: check the permissions of the file and its folder',
  11: 'it is damaged: delete it, and the views are made again from the events',
  13: 'the disk is full: free some space',
  14: 'it cannot be opened: check that its folder exists and may be written',
  26: 'it is not a SQLite database: move it away, or keep the events under another name',
};

/** Turns what SQLite said into one ViewsUnusableError; errors that are already ours or are bugs stay. */
export function asViewsError(file: string, error: unknown): unknown {
  const { code, errcode, message } = Object(error) as { code?: string; errcode?: number; message?: string };
  if (code === 'ERR_INVALID_STATE') return new ViewsUnusableError(`the views in ${file} are closed`, { cause: error });
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return error;
  const sentence = SENTENCES[errcode & 0xff] ?? message;
  return new ViewsUnusableError(`the views in ${file} cannot be used: ${sentence}`, { cause: error });
}
