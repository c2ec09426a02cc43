// @ts-check
// `node scripts/count-tests.mjs <exit status> <vitest JSON report> ...`: the one closing line of .ci/run.
//
// A test that two reports have, run without its peer first and with it later, counts once: as passed if it passed in any,
// as failed if it failed in any. A step that failed otherwise counts as one failure, so that the line never says all is well.
import { readFileSync } from 'node:fs';

const [status, ...files] = process.argv.slice(2);
/** @type {Set<string>} */
const passed = new Set();
/** @type {Set<string>} */
const failed = new Set();

for (const file of files) {
  for (const { name, status: outcome, assertionResults } of read(file).testResults) {
    for (const test of assertionResults) {
      if (test.status === 'passed') passed.add(`${name} ${test.fullName}`);
      if (test.status === 'failed') failed.add(`${name} ${test.fullName}`);
    }
    if (outcome === 'failed' && assertionResults.every((test) => test.status !== 'failed')) failed.add(name);
  }
}
if (failed.size === 0 && status !== '0') failed.add('a step');
const clean = [...passed].filter((test) => !failed.has(test));
process.stdout.write(`${clean.length} passed, ${failed.size} failed\n`);

/** @typedef {{ testResults: { name: string, status: string, assertionResults: { fullName: string, status: string }[] }[] }} Report */

/**
 * A report that is not there has nothing in it: the step that was to write it failed, which counts by itself.
 * @param {string} file
 */
function read(file) {
  try {
    return /** @type {Report} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return /** @type {Report} */ ({ testResults: [] });
  }
}
