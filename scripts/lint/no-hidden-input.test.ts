import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** What a deciding file must not do, one line each. */
const HIDDEN_INPUTS = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  "fetch('http://prometheus')",
  "process.env['STAGE']",
  'crypto.randomUUID()',
  'performance.now()',
  'globalThis.process',
  'setTimeout(String, 1)',
  'setInterval(String, 1)',
];
const SOUND = ['new Date(0)', "Date.parse('2026-11-24T08:00:00.000Z')", 'Math.max(1, 2)'];

const DECIDING = [
  'services/decision-engine/src/decide.ts',
  'services/capacity-manager/src/planning/victims.ts',
  'services/notifier/src/handler.ts',
  'packages/events/src/fold.ts',
  'packages/kubernetes/src/drain.ts',
  'packages/projections/src/fleet/evolve.ts',
  'apps/simulator/src/world/world.ts',
];
const FREE = [
  'services/decision-engine/src/dependencies.ts',
  'services/notifier/src/adapters/slack.ts',
  'services/notifier/src/handler.test.ts',
  'packages/events/src/sqlite/store.ts',
  'packages/kubernetes/src/client/client.ts',
  'apps/cli/src/main.ts',
];

let tree = '';
let found: ReadonlyMap<string, ReadonlySet<number>> = new Map();

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'no-hidden-input-'));
  for (const file of ['biome.jsonc', 'scripts/lint/no-hidden-input.grit', '.gitignore']) {
    cpSync(join(ROOT, file), join(tree, file), { recursive: true });
  }
  execFileSync('git', ['init', '-q', tree]);
  for (const file of [...DECIDING, ...FREE]) plant(file);
  found = lint();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

for (const file of DECIDING) {
  it(`finds every hidden input in ${file}, and nothing else`, () => {
    const lines = [...(found.get(file) ?? [])].sort((a, b) => a - b);
    expect(lines).toEqual(HIDDEN_INPUTS.map((_, index) => index + 1));
  });
}

for (const file of FREE) {
  it(`lets ${file} look outside`, () => expect(found.get(file)).toBeUndefined());
}

function plant(file: string): void {
  const lines = [...HIDDEN_INPUTS, ...SOUND].map((expression, index) => `export const value${index} = ${expression};`);
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), `${lines.join('\n')}\n`);
}

/** Lines complained of, by file. */
function lint(): ReadonlyMap<string, ReadonlySet<number>> {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(biome, args, { cwd: tree, encoding: 'utf8' });
  const report = JSON.parse(stdout) as { diagnostics: { location: { path: string; start: { line: number } } }[] };
  const lines = new Map<string, Set<number>>();
  for (const { location } of report.diagnostics) {
    lines.set(location.path, (lines.get(location.path) ?? new Set()).add(location.start.line));
  }
  return lines;
}
