import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY_PROGRESS } from '../progress.ts';
import { describeViewStoreContract } from '../testing/contract.ts';
import { ViewsUnusableError } from '../view-store.ts';
import { openSqliteViewStore, type SqliteViewStore } from './sqlite-view-store.ts';
import { viewsFileOf } from './views-file.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-views-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'fleet.views.db');
}

describeViewStoreContract('SQLite', () => {
  const file = temporaryFile();
  const opened: SqliteViewStore[] = [];
  const reopen = () => {
    const store = openSqliteViewStore(file);
    opened.push(store);
    return store;
  };
  return {
    store: reopen(),
    reopen,
    close() {
      for (const store of opened) store.close();
    },
  };
});

describe('the file of views', () => {
  it('is beside the store, under its name', () => {
    expect(viewsFileOf('.smartscale/fleet.db')).toBe('.smartscale/fleet.views.db');
    expect(viewsFileOf('fleet')).toBe('fleet.views');
  });

  it.each([
    ['no database', (file: string) => writeFileSync(file, 'x'.repeat(4_096)), 'not a SQLite database'],
    ['a database of another program', (file: string) => execute(file, 'CREATE TABLE t (a)'), 'holds no views'],
    ['views of another version', newerViews, 'delete it, and the views are made again'],
  ])('that is %s is refused and left as it was', (_, make, sentence) => {
    const file = temporaryFile();
    make(file);
    const before = readFileSync(file);
    const opening = () => openSqliteViewStore(file);
    expect(opening).toThrow(ViewsUnusableError);
    expect(opening).toThrow(sentence);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('in a folder that is not there is told as such', () =>
    expect(() => openSqliteViewStore('/nowhere/at/all.db')).toThrow('check that its folder exists'));

  it('that is damaged under way says how to mend it, and one that is closed says so', async () => {
    const file = temporaryFile();
    const store = openSqliteViewStore(file);
    const owner = { clusterId: 'demo', projection: 'fleet' };
    execute(file, 'DROP TABLE views');
    const progress = { ...EMPTY_PROGRESS, revision: 1 };
    await expect(store.write(owner, { progress, put: { a: '1' }, remove: [] })).rejects.toThrow(ViewsUnusableError);
    expect(await store.readProgress(owner)).toEqual(EMPTY_PROGRESS);
    store.close();
    store.close();
    await expect(store.readProgress(owner)).rejects.toThrow('are closed');
  });
});

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

function newerViews(file: string): void {
  openSqliteViewStore(file).close();
  execute(file, 'PRAGMA user_version = 99');
}
