// @ts-check
// `node scripts/skipped-files.mjs <vitest JSON report>`: the test files in which something was skipped, one a line, relative to here.
//
// .ci/run asks it after `npm test`, which skips what has no peer on a bare machine: once the peers are installed, those files run again, and
// what has run already does not. A report that is not there is an error, or nothing would be run without a word.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [file = ''] = process.argv.slice(2);
const report = /** @type {{ testResults: { name: string, assertionResults: { status: string }[] }[] }} */ (
  JSON.parse(readFileSync(file, 'utf8'))
);
const NOT_RUN = new Set(['skipped', 'pending', 'todo']);
for (const { name, assertionResults } of report.testResults) {
  if (assertionResults.some(({ status }) => NOT_RUN.has(status))) process.stdout.write(`${relative(process.cwd(), name)}\n`);
}
