// `npm run check:imports`: who may import whom, by the rules of .dependency-cruiser.mjs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyRules, RULE_NAMES } from './import-rules/apply-rules.ts';
import { SEEDS } from './import-rules/seeds.ts';
import { selfTest } from './import-rules/self-test.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['packages', 'services', 'apps', 'bench', 'scripts', 'test', 'infra'];
/** A check that reads nothing finds nothing: fewer modules than this, and something is wrong with the check. */
const FEWEST_MODULES = 250;

const unsound = await selfTest(ROOT);
const { modules, dependencies, violations } = await applyRules(
  ROOT,
  FOLDERS.filter((folder) => existsSync(join(ROOT, folder))),
);
const complaints = [
  ...unsound.map((problem) => `the check itself is wrong: ${problem}`),
  ...(modules < FEWEST_MODULES ? [`the check itself is wrong: it read only ${modules} modules`] : []),
  ...violations.map(({ rule, from, to, cycle }) => {
    const path = cycle ? [from, ...cycle.map(({ name }) => name)] : [from, to];
    return `${rule.name}: ${path.join(' -> ')}`;
  }),
];
for (const complaint of complaints) console.error(complaint);
const read = `${RULE_NAMES.length} rules, seen to fail on ${SEEDS.length} seeded violations; ${modules} modules and ${dependencies} imports read`;
console.log(`${read}: ${complaints.length === 0 ? 'all as the design has it' : `${complaints.length} complaints`}`);
process.exitCode = complaints.length === 0 ? 0 : 1;
