import type { DatabaseSync } from 'node:sqlite';
import { EMPTY_PROGRESS, type Progress } from '../progress.ts';
import { checkWrite, type ViewOwner, type ViewStore, type ViewWrite } from '../view-store.ts';
import { openDatabase } from './open-database.ts';
import { asViewsError } from './sqlite-errors.ts';

/** Views in one file, which several processes may read and write at once. */
export type SqliteViewStore = ViewStore & {
  /** Ends the use of the file. Closing twice is no error. */
  close(): void;
};

/** Opens or creates a file of views. Throws ViewsUnusableError with one sentence for people. */
export function openSqliteViewStore(file: string): SqliteViewStore {
  const database = openDatabase(file);
  const statements = prepare(database);
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw asViewsError(file, error);
    }
  };

  return {
    async readProgress({ clusterId, projection }) {
      const row = guarded(() => statements.readProgress.get(clusterId, projection)) as { progress: string } | undefined;
      return row === undefined ? EMPTY_PROGRESS : (JSON.parse(row.progress) as Progress);
    },

    async write(owner, change) {
      checkWrite(owner, change);
      return guarded(() => inTransaction(database, () => writeAll(statements, owner, change)));
    },

    async readView({ clusterId, projection }, name) {
      const row = guarded(() => statements.readView.get(clusterId, projection, name)) as { json: string } | undefined;
      return row?.json;
    },

    close() {
      if (database.isOpen) database.close();
    },
  };
}

type Statements = ReturnType<typeof prepare>;

function prepare(database: DatabaseSync) {
  return {
    readProgress: database.prepare('SELECT progress FROM progress WHERE cluster = ? AND projection = ?'),
    readRevision: database.prepare('SELECT revision FROM progress WHERE cluster = ? AND projection = ?'),
    writeProgress: database.prepare(`INSERT INTO progress (cluster, projection, revision, progress) VALUES (?, ?, ?, ?)
      ON CONFLICT (cluster, projection) DO UPDATE SET revision = excluded.revision, progress = excluded.progress`),
    readView: database.prepare('SELECT json FROM views WHERE cluster = ? AND projection = ? AND name = ?'),
    putView: database.prepare(`INSERT INTO views (cluster, projection, name, json) VALUES (?, ?, ?, ?)
      ON CONFLICT (cluster, projection, name) DO UPDATE SET json = excluded.json`),
    removeView: database.prepare('DELETE FROM views WHERE cluster = ? AND projection = ? AND name = ?'),
  };
}

/** Inside a transaction. False when the revision that is there is another one. */
function writeAll(statements: Statements, { clusterId, projection }: ViewOwner, change: ViewWrite): boolean {
  const { progress, put, remove } = change;
  const row = statements.readRevision.get(clusterId, projection) as { revision: number } | undefined;
  if (progress.revision !== (row?.revision ?? 0) + 1) return false;
  statements.writeProgress.run(clusterId, projection, progress.revision, JSON.stringify(progress));
  for (const [name, json] of Object.entries(put)) statements.putView.run(clusterId, projection, name, json);
  for (const name of remove) statements.removeView.run(clusterId, projection, name);
  return true;
}

function inTransaction(database: DatabaseSync, work: () => boolean): boolean {
  database.exec('BEGIN IMMEDIATE');
  try {
    const done = work();
    database.exec('COMMIT');
    return done;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
