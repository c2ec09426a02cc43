import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, 'skipped-files.mjs');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-skipped-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function skippedIn(report: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return execFileSync(process.execPath, [SCRIPT, file], { cwd: folder, encoding: 'utf8' });
}

const result = (name: string, ...statuses: string[]) => ({
  name: join(folder, name),
  assertionResults: statuses.map((status) => ({ status })),
});

it('names the files in which something was skipped, and no others', () => {
  const testResults = [result('a.ts', 'passed', 'skipped'), result('b.ts', 'passed', 'failed'), result('c.ts', 'pending')];
  expect(skippedIn({ testResults })).toBe('a.ts\nc.ts\n');
  expect(skippedIn({ testResults: [result('b.ts', 'passed')] })).toBe('');
});

it('fails without a report, as nothing is known then', () => {
  expect(() => execFileSync(process.execPath, [SCRIPT, join(folder, 'none.json')], { stdio: 'pipe' })).toThrow(/ENOENT/);
});
