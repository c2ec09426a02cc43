import { DatabaseSync } from 'node:sqlite';
import { StoreUnusableError } from '../errors.ts';

/**
 * Reserves a store file for the one process that lives a fleet on it; readers and `policy apply` need no reservation.
 * The lock is the operating system's, on a small file beside the store, so it ends with the process, however that ends.
 * Throws StoreUnusableError when another process has it.
 */
export function reserveStore(file: string): { release(): void } {
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new StoreUnusableError(`${file} is in use by another process that lives a fleet on it: stop that one first`, {
      cause,
    });
  }
  return {
    release() {
      if (lock.isOpen) lock.close();
    },
  };
}
