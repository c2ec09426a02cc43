import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptPolicy, defaultPolicy, readPolicies } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { run } from '../program.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');

let folder: string;
let store: ReturnType<typeof openSqliteEventStore>;
let told = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-shadow-'));
  store = openSqliteEventStore({ file: join(folder, 'fleet.db'), now: () => NOW });
  writeFileSync(join(folder, 'By-Price.yaml'), 'sizing: { by: price }');
  await adoptPolicy(store, 'local', { policy: defaultPolicy(), author: 'test', note: '', now: NOW });
  told = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  store.close();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'By-Price.yaml');
const smartscale = (...words: readonly string[]) =>
  run(['node', 'smartscale', ...words, '--store', `sqlite:${join(folder, 'fleet.db')}`]);

it('is set by the name of its file, shown beside the one in force, and taken away', async () => {
  expect(await smartscale('policy', 'shadow', file(), '--note', 'a try')).toBe(0);
  expect(told).toBe('by-price decides beside the policy in force from the next sample on, only to be watched\n');
  expect(await readPolicies(store, 'local')).toMatchObject({
    adopted: { version: 1 },
    shadow: { name: 'by-price', version: 2 },
  });

  told = '';
  expect(await smartscale('policy', 'show')).toBe(0);
  expect(told).toContain('# version 1\nworkers:');
  expect(told).toMatch(
    /# beside it, only watched: by-price\n1 difference to it\n {2}sizing\.by {2}"thresholds" {2}-> {2}"price"\n$/,
  );

  told = '';
  expect(await smartscale('policy', 'shadow', '--off', '--json')).toBe(0);
  expect(JSON.parse(told)).toEqual({ changed: true, shadow: null });
  expect(await readPolicies(store, 'local')).toMatchObject({ adopted: { version: 1 }, shadow: null });
});

it('says when there is nothing to change', async () => {
  expect(await smartscale('policy', 'shadow', '--off')).toBe(0);
  expect(told).toBe('nothing to change: there is none\n');
});

it('refuses what it cannot do, and writes nothing', async () => {
  for (const wrong of [
    ['policy', 'shadow'],
    ['policy', 'shadow', file(), '--off'],
    ['policy', 'shadow', file(), '--name', 'Two words'],
    ['policy', 'shadow', join(folder, 'none.yaml')],
    ['policy', 'compare'],
  ]) {
    expect(await smartscale(...wrong)).toBe(2);
  }
  expect(await store.read('policy-local')).toHaveLength(1);
});
