import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

/**
 * Of a store that is not there yet: what will come of it. Nothing is made, since it would belong to whoever looks, and not to the
 * service. Throws when whoever looks may not make it.
 */
export function storeToCome(file: string): string {
  const folder = dirname(file);
  const there = nearestThere(folder);
  const user = userName();
  if (!statSync(there).isDirectory()) throw new Error(`${file} cannot be created: ${there} is not a folder`);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(`${file} cannot be created: the user ${user} may not write into ${there}`, { cause });
  }
  return `${file} will be created${there === folder ? '' : `, with its folder ${folder},`} by the user ${user}`;
}

/** In a container a user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

function nearestThere(path: string): string {
  if (isThere(path) || dirname(path) === path) return path;
  return nearestThere(dirname(path));
}

/** Below a file there is nothing: ENOTDIR. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}
