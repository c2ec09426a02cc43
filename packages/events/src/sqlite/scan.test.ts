import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { catalogue, definitionOf } from '../catalogue/index.ts';
import { UnreadableEventError } from '../errors.ts';
import { notice, notices, START } from '../testing/contract/notices.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const STREAM = 'notices-demo';
const MORE_THAN_A_PAGE = 1_050;

async function filled() {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-scan-'));
  const file = join(folder, 'events.db');
  const store = openSqliteEventStore({ file, now: () => START, durability: 'normal' });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  for (let version = 0; version < MORE_THAN_A_PAGE; version += 50) {
    await store.append(STREAM, notices(version, 50), { expectedVersion: version });
    await store.append('notices-other', [notice(10_000 + version)], { expectedVersion: version / 50 });
  }
  return { store, file, edit: (sql: string) => run(file, sql) };
}

function run(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

it('scans every stream in the order of the change feed, or one by position', async () => {
  const { store } = await filled();
  const changes = await store.readChanges({ after: 0, limit: 2_000 });
  expect([...store.scan()]).toEqual(changes.map(({ event }) => event));
  expect([...store.scan({ stream: STREAM })]).toEqual([...store.scan()].filter(({ stream }) => stream === STREAM));
  expect([...store.scan({ after: 1_000 })]).toEqual([...store.scan()].slice(1_000));
  expect([...store.scan({ stream: STREAM, after: 1_049 })].map(({ position }) => position)).toEqual([1_050]);
});

it('lets others write while it is read, and sees what they write', async () => {
  const { store } = await filled();
  const scan = store.scan({ stream: STREAM });
  scan.next();
  await store.append(STREAM, [notice(99_999)], { expectedVersion: MORE_THAN_A_PAGE });
  expect([...scan].at(-1)?.position).toBe(MORE_THAN_A_PAGE + 1);
});

it('names an event that was edited, even when the edit fits the schema', async () => {
  const { store, edit } = await filled();
  edit(`UPDATE events SET data = replace(data, '#ops', '#dev') WHERE stream = '${STREAM}' AND position = 700`);
  expect(() => [...store.scan()]).toThrow(UnreadableEventError);
  expect(() => [...store.scan()]).toThrow(/event 700 of stream notices-demo cannot be read: its data was changed/);
});

it('checks in full what another schema accepted, or nobody did', async () => {
  const { store, edit } = await filled();
  edit(`UPDATE events SET checked_by = 1 WHERE position = 3`);
  edit(`UPDATE events SET checked_by = NULL, checksum = NULL WHERE position = 4`);
  expect(await store.read(STREAM, { limit: 5 })).toHaveLength(5);
  edit(`UPDATE events SET data = '{"channel": 7}' WHERE position = 4`);
  await expect(store.read(STREAM)).rejects.toThrow(/event 4 of stream notices-demo cannot be read: .*causeId/);
});

it('checks again with a schema that has become stricter in the same version', async () => {
  const { store, file } = await filled();
  const { NoticeSent } = catalogue;
  const stricter = { ...NoticeSent, data: NoticeSent.data.extend({ channel: NoticeSent.data.shape.channel.startsWith('@') }) };
  const definitions = (type: string) => (type === 'NoticeSent' ? stricter : definitionOf(type));
  const strict = openSqliteEventStore({ file, now: () => START, definitions });
  expect(() => [...strict.scan()]).toThrow(/channel/);
  strict.close();
  expect([...store.scan({ stream: STREAM })]).toHaveLength(MORE_THAN_A_PAGE);
});
