import { DatabaseSync } from 'node:sqlite';
import { ViewsUnusableError } from '../view-store.ts';
import { asViewsError } from './sqlite-errors.ts';

/** "SMSV": says in the header of a SQLite file that it holds our views. */
const APPLICATION_ID = 0x534d5356;
const FILE_VERSION = 1;
const BUSY_TIMEOUT_MILLISECONDS = 10_000;

const CREATE_TABLES = `
  CREATE TABLE progress (
    cluster TEXT NOT NULL,
    projection TEXT NOT NULL,
    revision INTEGER NOT NULL,
    progress TEXT NOT NULL,
    PRIMARY KEY (cluster, projection)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE views (
    cluster TEXT NOT NULL,
    projection TEXT NOT NULL,
    name TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (cluster, projection, name)
  ) STRICT, WITHOUT ROWID;

  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FILE_VERSION};
`;

/** Opens or creates a file of views. ViewsUnusableError, the file left as it was, when it is no file of ours. */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MILLISECONDS });
    createTablesOnce(database, file);
    database.exec('PRAGMA journal_mode = WAL');
    // Views can be made again: what a power cut takes away is folded in once more.
    database.exec('PRAGMA synchronous = NORMAL');
    return database;
  } catch (error) {
    database?.close();
    throw asViewsError(file, error);
  }
}

function createTablesOnce(database: DatabaseSync, file: string): void {
  if (isOurs(database, file)) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been faster.
    if (!isOurs(database, file)) database.exec(CREATE_TABLES);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Whether the tables are there; false for an empty file. Throws for one of another program or version. */
function isOurs(database: DatabaseSync, file: string): boolean {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (tables === 0) return false;
  const { application_id: id } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  if (id !== APPLICATION_ID) {
    throw new ViewsUnusableError(
      `${file} holds no views but something else: move it away, or keep the events under another name`,
    );
  }
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version !== FILE_VERSION) {
    throw new ViewsUnusableError(
      `${file} was written by another SmartScale: delete it, and the views are made again from the events`,
    );
  }
  return true;
}
