import type { DatabaseSync } from 'node:sqlite';
import type { EventRow } from './row.ts';
import type { Statements } from './statements.ts';

/** Inserts all rows or none. False when the stream is not at the version before the first row. */
export function insertRows(database: DatabaseSync, statements: Statements, rows: readonly EventRow[]): boolean {
  const [first, ...others] = rows;
  if (first === undefined) return false;
  const [stream, position] = first;
  if (others.length === 0) return statements.insertAtVersion.run(...first, stream, position - 1).changes === 1;
  database.exec('BEGIN IMMEDIATE');
  try {
    const free = statements.insertAtVersion.run(...first, stream, position - 1).changes === 1;
    if (free) for (const row of others) statements.insert.run(...row);
    database.exec('COMMIT');
    return free;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
