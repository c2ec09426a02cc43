import { readFile, stat } from 'node:fs/promises';
import { ConfigurationError } from '../errors.ts';

/** Permissions of others than the owner. */
const OTHERS = 0o077;

/** A secret that is kept in a file: its one line. ConfigurationError, without the secret, when others may read it or it is empty. */
export async function readPrivateLine(path: string, what: string): Promise<string> {
  await checkPrivate(path, what);
  const line = (await readFile(path, 'utf8')).trim();
  if (line === '' || /\s/.test(line)) throw new ConfigurationError(`${what}: ${path} must hold one line without spaces`);
  return line;
}

/** ConfigurationError when the file is not there, or is open to others than its owner. */
export async function checkPrivate(path: string, what: string): Promise<void> {
  const { mode } = await stat(path).catch((cause: unknown) => {
    throw new ConfigurationError(`${what} cannot be read: ${(cause as Error).message}`, { cause });
  });
  if ((mode & OTHERS) === 0) return;
  const permissions = (mode & 0o777).toString(8).padStart(4, '0');
  throw new ConfigurationError(`${what} is open to others (${permissions}): chmod 600 ${path}`);
}
