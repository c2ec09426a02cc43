import { readFile } from 'node:fs/promises';

/** Reads the whole value of an Authorization header from a file, afresh each time, so that a renewed token is used at once. */
export function authorizationFile(path: string): () => Promise<string> {
  return async () => {
    const value = (await readFile(path, 'utf8')).trim();
    if (/^(Bearer|Basic) \S+$/.test(value)) return value;
    // The value itself is a secret and stays out of the message.
    throw new Error(`${path} must hold one line, "Bearer <token>" or "Basic <base64 of user:password>"`);
  };
}
