import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notice } from '@smartscale/notifier/handler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noticeFile } from './notice-file.ts';

const noticeOf = (title: string): Notice => ({
  ...{ causeId: 'event-1', causeType: 'NodeLost', clusterId: 'test', occurredAt: '2026-01-01T00:00:00.000Z' },
  ...{ severity: 'info', title, details: '', facts: [], link: null, blocks: [] },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smartscale-notices-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('appends each notice as a line of JSON, in a folder that it makes', async () => {
  const path = join(folder, 'new', 'notices.jsonl');
  const file = noticeFile(path);
  for (const title of ['first', 'second']) expect(await file.send(noticeOf(title))).toEqual({ kind: 'sent' });
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as Notice).title)).toEqual(['first', 'second']);
});

it('says so when it cannot', async () => {
  await writeFile(join(folder, 'a-file'), '');
  const answer = await noticeFile(join(folder, 'a-file', 'notices.jsonl')).send(noticeOf('lost'));
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('notices.jsonl') });
});
