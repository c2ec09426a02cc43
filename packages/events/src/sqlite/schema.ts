/** "SMSC": says in the header of a SQLite file that it is ours. Offset 68 of https://www.sqlite.org/fileformat.html. */
export const APPLICATION_ID = 0x534d5343;

/** Version of the tables below, kept as `user_version` (offset 60 of the header). */
export const FILE_VERSION = 1;

/**
 * `checksum` is the CRC-32 of `data` as it was written; `checked_by` is the fingerprint of the schema that accepted it (see
 * `checked-data.ts`). Both are null in a row that something else wrote: such a row is checked in full on each read.
 */
export const CREATE_TABLES = `
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    occurred_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id TEXT NOT NULL,
    data TEXT NOT NULL,
    checksum INTEGER,
    checked_by INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, position);
  CREATE INDEX events_by_time ON events (recorded_at, stream, position);

  CREATE TABLE snapshots (
    stream TEXT NOT NULL,
    name TEXT NOT NULL,
    fold_version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (stream, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE checkpoints (
    name TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FILE_VERSION};
`;
