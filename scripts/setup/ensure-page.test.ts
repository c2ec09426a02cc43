import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ensurePage } from './ensure-page.mjs';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
let root = '';
let told: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ensure-page-'));
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  mkdirSync(join(root, 'apps/console/src/web/parts'), { recursive: true });
  for (const file of ['apps/console/vite.config.ts', 'apps/console/src/web/parts/fleet.tsx', 'package-lock.json']) {
    writeFileSync(join(root, file), '');
    utimesSync(join(root, file), LONG_AGO, LONG_AGO);
  }
  viteThat('mkdir -p apps/console/dist && echo built >> apps/console/dist/index.html');
  told = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

function viteThat(script: string): void {
  const file = join(root, 'node_modules/.bin/vite');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const ensure = () => ensurePage(root, process.env['PATH'] ?? '');
const builds = () => readFileSync(join(root, 'apps/console/dist/index.html'), 'utf8').split('built').length - 1;

it('builds a page that is missing, once', async () => {
  await ensure();
  await ensure();
  expect(builds()).toBe(1);
  expect(told.join('')).toMatch(/^Building the console's page: done after [\d.]+ s\n$/);
});

it('is built once by two that start at the same time', async () => {
  await Promise.all([ensure(), ensure()]);
  expect(builds()).toBe(1);
});

it.each(['apps/console/src/web/parts/fleet.tsx', 'apps/console/vite.config.ts', 'package-lock.json'])(
  'builds again when %s is newer',
  async (source) => {
    await ensure();
    const later = new Date(Date.now() + 5_000);
    utimesSync(join(root, source), later, later);
    await ensure();
    expect(builds()).toBe(2);
  },
);

it('tells a build that failed, and stops nothing', async () => {
  viteThat('echo "no such module" >&2; exit 1');
  await ensure();
  expect(told.join('')).toContain('failed, the console has no page: no such module');
  viteThat('exit 0');
  rmSync(join(root, 'node_modules/.bin/vite'));
  await ensure();
  expect(told.join('')).toContain('ENOENT');
  expect(existsSync(join(root, 'apps/console/dist'))).toBe(false);
});

it('leaves a tree without a console alone', async () => {
  rmSync(join(root, 'apps'), { recursive: true });
  await ensure();
  expect(told).toEqual([]);
});
