import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoreUnusableError } from '../errors.ts';
import { notices, START } from '../testing/contract/notices.ts';
import { asStoreError } from './sqlite-errors.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const STREAM = 'notices-demo';

function open(file: string) {
  const store = openSqliteEventStore({ file, now: () => START });
  onTestFinished(() => store.close());
  return store;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-open-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function sqlite(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describe('a file that is not ours', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['a text', (file) => writeFileSync(file, 'stream,position\n'.repeat(50)), /not a SQLite database/],
    ['a short text', (file) => writeFileSync(file, 'hello'), /not a SQLite database/],
    ['a database of another program', (file) => sqlite(file, 'CREATE TABLE events (id)'), /database of another program/],
    ['a store of a newer version', (file) => makeNewer(file), /newer SmartScale.*upgrade/],
  ])('%s is refused in one sentence and stays as it is', (_, make, message) => {
    const folder = temporaryFolder();
    const file = join(folder, 'events.db');
    make(file);
    const before = readFileSync(file);
    expect(() => open(file)).toThrow(StoreUnusableError);
    expect(() => open(file)).toThrow(message);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['events.db']);
  });

  it('is refused when it is a directory', () => {
    expect(() => open(temporaryFolder())).toThrow(/is a directory/);
  });

  it('is refused when its folder does not exist, or is a file', () => {
    const folder = temporaryFolder();
    expect(() => open(join(folder, 'missing', 'events.db'))).toThrow(/folder .*missing does not exist/);
    writeFileSync(join(folder, 'file'), '');
    expect(() => open(join(folder, 'file', 'events.db'))).toThrow(StoreUnusableError);
  });

  it.runIf(process.platform === 'linux')('is refused when it cannot be created', () => {
    expect(() => open('/proc/events.db')).toThrow(StoreUnusableError);
  });

  it('is explained when permission is missing', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(asStoreError('/x/events.db', denied)).toMatchObject({ message: expect.stringMatching(/events.db.*permission/) });
  });
});

describe('a file of ours', () => {
  it('is opened again with all that is in it', async () => {
    const file = join(temporaryFolder(), 'events.db');
    const first = openSqliteEventStore({ file, now: () => START });
    await first.append(STREAM, notices(1, 3), { expectedVersion: 0 });
    await first.writeCheckpoint('relay', 2);
    first.close();
    const again = open(file);
    expect(await again.read(STREAM)).toHaveLength(3);
    expect(await again.readCheckpoint('relay')).toBe(2);
    expect(await again.readCheckpoint('other')).toBe(0);
  });

  it('may begin as an empty file', async () => {
    const file = join(temporaryFolder(), 'events.db');
    writeFileSync(file, '');
    await open(file).append(STREAM, notices(1, 1), { expectedVersion: 0 });
  });

  it('may be in memory only', async () => {
    const store = open(':memory:');
    await store.append(STREAM, notices(1, 1), { expectedVersion: 0 });
    expect(await store.read(STREAM)).toHaveLength(1);
  });

  it('that lost its second half says so', async () => {
    const file = join(temporaryFolder(), 'events.db');
    const store = openSqliteEventStore({ file, now: () => START });
    for (let version = 0; version < 500; version += 50) {
      await store.append(STREAM, notices(version, 50), { expectedVersion: version });
    }
    store.close();
    truncateSync(file, 64 * 1024);
    const attempt = async () => [...open(file).scan()];
    await expect(attempt()).rejects.toThrow(StoreUnusableError);
    await expect(attempt()).rejects.toThrow(/damaged/);
  });

  it('keeps nothing of an append that fails at its second event', async () => {
    const file = join(temporaryFolder(), 'events.db');
    const store = open(file);
    sqlite(file, `CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.position = 2 BEGIN SELECT RAISE(ABORT, 'full'); END`);
    await expect(store.append(STREAM, notices(1, 3), { expectedVersion: 0 })).rejects.toThrow(StoreUnusableError);
    expect(await store.read(STREAM)).toEqual([]);
    sqlite(file, 'DROP TRIGGER full');
    expect(await store.append(STREAM, notices(1, 3), { expectedVersion: 0 })).toHaveLength(3);
  });

  it('is unusable once it is closed, and may be closed twice', async () => {
    const store = open(join(temporaryFolder(), 'events.db'));
    store.close();
    store.close();
    await expect(store.read(STREAM)).rejects.toThrow(/is closed/);
  });
});

function makeNewer(file: string): void {
  openSqliteEventStore({ file, now: () => START }).close();
  sqlite(file, 'PRAGMA user_version = 99');
}
