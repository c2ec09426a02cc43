import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Notice } from '../notice.ts';
import { noticeFor } from '../notice-for.ts';
import { completed, missed } from '../testing/events.ts';
import { noticeFile } from './file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smartscale-notices-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('appends each notice as a line of JSON, in a folder that it makes', async () => {
  const path = join(folder, 'new', 'notices.jsonl');
  const file = noticeFile(path);
  for (const event of [completed(), missed(3)]) expect(await file.send(noticeFor(event) as Notice)).toEqual({ kind: 'sent' });
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as Notice).title)).toEqual([
    'Added 2 Spot nodes in ap-south-1b (CPU 78 %) -> 5 nodes',
    'No metrics for 6 minutes: Prometheus cannot be reached',
  ]);
});

it('says so when it cannot', async () => {
  await writeFile(join(folder, 'a-file'), '');
  const answer = await noticeFile(join(folder, 'a-file', 'notices.jsonl')).send(noticeFor(completed()) as Notice);
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('notices.jsonl') });
});
