import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { STREAM_CATEGORIES } from '../streams.ts';
import { EVENT_COLUMNS } from './row.ts';

const MARKS = '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?';

export type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

const SQL = {
  version: 'SELECT max(position) FROM events WHERE stream = ?',
  insert: `INSERT INTO events (${EVENT_COLUMNS}) VALUES (${MARKS})`,
  /** Checks the version and inserts in one statement, which is a transaction of its own. The last two marks: stream, version. */
  insertAtVersion: `INSERT INTO events (${EVENT_COLUMNS}) SELECT ${MARKS}
    WHERE coalesce((SELECT max(position) FROM events WHERE stream = ?), 0) = ?`,
  readForward: `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ? AND position >= ? ORDER BY position LIMIT ?`,
  readBackward: `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ? AND position <= ? ORDER BY position DESC LIMIT ?`,
  /** `+stream` keeps the planner on the index by time; by stream it would read and sort whole streams for each page. */
  readRange: `SELECT ${EVENT_COLUMNS} FROM events
    WHERE (recorded_at, stream, position) > (?, ?, ?) AND recorded_at < ?
      AND +stream IN (${STREAM_CATEGORIES.map(() => '?').join(', ')})
    ORDER BY recorded_at, stream, position LIMIT ?`,
  readChanges: `SELECT ${EVENT_COLUMNS}, sequence FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  readSnapshot: 'SELECT fold_version, position, state FROM snapshots WHERE stream = ? AND name = ?',
  writeSnapshot: `INSERT INTO snapshots (stream, name, fold_version, position, state) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (stream, name) DO UPDATE
    SET fold_version = excluded.fold_version, position = excluded.position, state = excluded.state
    WHERE snapshots.fold_version <> excluded.fold_version OR snapshots.position <= excluded.position`,
  readCheckpoint: 'SELECT sequence FROM checkpoints WHERE name = ?',
  writeCheckpoint: `INSERT INTO checkpoints (name, sequence) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence`,
} as const;

/** Prepares every statement once. All return rows as arrays, which is faster than as objects. */
export function prepareStatements(database: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return [name, statement] as const;
  });
  return Object.fromEntries(entries) as Statements;
}
