import { parse, relative } from 'node:path';
import { UsageError } from '../exit.ts';

/** Linux has 108 bytes for the path of a socket, one of them a zero at its end. */
export const MAX_SOCKET_PATH_BYTES = 107;

/** Where a fleet that lives on a store takes orders: a socket beside it. UsageError when its path is too long for one. */
export function controlSocketOf(storeFile: string): string {
  const { dir, name } = parse(storeFile);
  const path = `${dir === '' ? '.' : dir}/${name}.control.sock`;
  const fromHere = relative('.', path);
  const shortest = Buffer.byteLength(fromHere) < Buffer.byteLength(path) ? fromHere : path;
  const bytes = Buffer.byteLength(shortest);
  if (bytes <= MAX_SOCKET_PATH_BYTES) return shortest;
  throw new UsageError(
    `the path ${shortest} has ${bytes} bytes, and a socket's may have ${MAX_SOCKET_PATH_BYTES}: keep the store in a folder with a shorter name, or begin in its folder`,
  );
}
