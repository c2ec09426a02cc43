import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from '../program.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const CORRECT = ['cost', 'correct', 't3.medium', 'ap-south-1a', '0.02', '--capacity', 'spot', '--from', '2026-11-20'];

let folder: string;
let store: ReturnType<typeof openSqliteEventStore>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-cost-'));
  store = openSqliteEventStore({ file: join(folder, 'fleet.db'), now: () => NOW });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const smartscale = (...words: readonly string[]) =>
  run(['node', 'smartscale', ...words, '--store', `sqlite:${join(folder, 'fleet.db')}`]);

it('a correction goes to the store and cluster that are named, wherever they stand', async () => {
  expect(await smartscale(...CORRECT, '--to', '2026-11-21T06:00', '--cluster', 'mine', '--json')).toBe(0);
  expect(await store.read('fleet-mine')).toMatchObject([
    {
      type: 'PriceRecorded',
      data: {
        ...{ instanceType: 't3.medium', zone: 'ap-south-1a', capacityType: 'spot', pricePerHourUsd: 0.02 },
        ...{ from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T06:00:00.000Z', source: 'correction' },
      },
    },
  ]);
});

it('what cannot be is refused and leaves nothing', async () => {
  for (const wrong of [
    [...CORRECT, '--to', '2026-11-20'],
    [...CORRECT.slice(0, 4), '0', ...CORRECT.slice(5)],
    ['cost', '--month', '2026-13'],
    ['cost', '--static', 'five'],
    ['cost', '--disk', '0'],
  ]) {
    expect(await smartscale(...wrong)).toBe(2);
  }
  expect(await store.read('fleet-local')).toEqual([]);
});
