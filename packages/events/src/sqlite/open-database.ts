import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnusableError } from '../errors.ts';
import { APPLICATION_ID, CREATE_TABLES, FILE_VERSION } from './schema.ts';
import { asStoreError } from './sqlite-errors.ts';

/** How long a statement waits for another process that is writing. */
const BUSY_TIMEOUT_MILLISECONDS = 10_000;

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

export type Durability = 'full' | 'normal';

/**
 * Opens or creates a store file. Throws StoreUnusableError, without having touched the file, when it is a directory, no
 * database, a database of another program or of a newer SmartScale, or when it may not be written.
 */
export function openDatabase(file: string, durability: Durability): DatabaseSync {
  if (file !== ':memory:') checkFile(file);
  try {
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MILLISECONDS });
    createTablesOnce(database);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
    return database;
  } catch (error) {
    throw asStoreError(file, error);
  }
}

/** Looks at the header with plain reads: opening a foreign file with SQLite could already leave a journal beside it. */
function checkFile(file: string): void {
  const stats = statsOf(file);
  if (stats === undefined || stats.size === 0) return;
  const header = readHeader(file);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new StoreUnusableError(`${file} is not a SQLite database: name another file, or one that does not exist yet`);
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw new StoreUnusableError(`${file} is a database of another program: name another file for the events`);
  }
  const version = header.readUInt32BE(60);
  if (version > FILE_VERSION) {
    throw new StoreUnusableError(
      `${file} was written by a newer SmartScale (file version ${version}, this one knows ${FILE_VERSION}): upgrade SmartScale`,
    );
  }
}

function statsOf(file: string): Stats | undefined {
  let stats: Stats | undefined;
  try {
    stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined && !statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
      throw new StoreUnusableError(`${file} cannot be created: the folder ${dirname(file)} does not exist`);
    }
  } catch (error) {
    throw asStoreError(file, error);
  }
  if (stats !== undefined && !stats.isFile()) {
    throw new StoreUnusableError(
      `${file} is ${stats.isDirectory() ? 'a directory' : 'not a file'}: name a file for the events`,
    );
  }
  return stats;
}

function readHeader(file: string): Buffer {
  try {
    const descriptor = openSync(file, 'r+');
    const header = Buffer.alloc(HEADER_BYTES);
    const bytesRead = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    closeSync(descriptor);
    return header.subarray(0, bytesRead);
  } catch (error) {
    throw asStoreError(file, error);
  }
}

/**
 * Creates the tables in one transaction, unless another process was faster. In the rollback journal, before the file turns to
 * WAL: so the marks are in the header of the file itself, and a process killed half-way leaves an empty database.
 */
function createTablesOnce(database: DatabaseSync): void {
  if (fileVersion(database) === FILE_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (fileVersion(database) === 0) database.exec(CREATE_TABLES);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function fileVersion(database: DatabaseSync): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}
