import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyRules, RULE_NAMES } from './apply-rules.ts';
import { SEEDED_NEIGHBOURS, SEEDS, SOUND_TREE } from './seeds.ts';

const FOLDERS = ['packages', 'services', 'apps'];

/**
 * Shows that the rules can fail: a sound small tree passes, and of the same tree with violations sown in, each is found
 * by its rule. Returns what is not so, one sentence each.
 */
export async function selfTest(root: string): Promise<readonly string[]> {
  const home = join(root, '.smartscale');
  mkdirSync(home, { recursive: true });
  const tree = mkdtempSync(join(home, 'import-rules-'));
  try {
    plant(tree, SOUND_TREE);
    linkPackages(tree);
    const sound = await applyRules(tree, FOLDERS);
    const falseAlarms = sound.violations.map(({ rule, from, to }) => `${rule.name} wrongly forbids ${from} -> ${to}`);
    plant(tree, SEEDED_NEIGHBOURS);
    plant(tree, Object.fromEntries(SEEDS.map(({ file, code }) => [file, code])));
    const sown = await applyRules(tree, FOLDERS);
    const isFound = ({ rule, file }: { rule: string; file: string }) =>
      sown.violations.some((violation) => violation.rule.name === rule && violation.from === file);
    const missed = SEEDS.filter((seed) => !isFound(seed)).map(({ rule, file }) => `${rule} does not see ${file}`);
    const unproven = RULE_NAMES.filter((name) => !SEEDS.some(({ rule }) => rule === name));
    return [...falseAlarms, ...missed, ...unproven.map((name) => `${name} has no seeded violation`)];
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

function plant(tree: string, files: Readonly<Record<string, string>>): void {
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `${code}\n`);
  }
}

/** What npm does for workspaces. */
function linkPackages(tree: string): void {
  const scope = join(tree, 'node_modules', '@smartscale');
  mkdirSync(scope, { recursive: true });
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(tree, folder))) symlinkSync(join(tree, folder, name), join(scope, name));
  }
}
