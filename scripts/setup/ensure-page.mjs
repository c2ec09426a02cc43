// @ts-check
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { runQuietly } from './run-quietly.mjs';

const APP = join('apps', 'console');
/** What the page is made of, and what it is made by. */
const SOURCES = [join(APP, 'src', 'web'), join(APP, 'vite.config.ts'), 'package-lock.json'];

/**
 * Builds the console's page when it is missing or older than its sources; a few milliseconds when it is not. One that cannot be
 * built is told, and stops nothing: the fleet lives without a page.
 * @param {string} root
 * @param {string} path PATH to run commands with
 * @returns {Promise<void>}
 */
export async function ensurePage(root, path) {
  if (!existsSync(join(root, APP, 'vite.config.ts')) || isCurrent(root)) return;
  await withLock(root, async () => {
    if (isCurrent(root)) return;
    const begun = Date.now();
    const problem = await runQuietly(
      join(root, 'node_modules', '.bin', 'vite'),
      ['build', '--config', join(APP, 'vite.config.ts')],
      {
        cwd: root,
        env: { ...process.env, PATH: path },
      },
    );
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    const told = problem === null ? `done after ${seconds} s` : `failed, the console has no page: ${problem}`;
    process.stderr.write(`Building the console's page: ${told}\n`);
  });
}

/** @param {string} root */
function isCurrent(root) {
  const built = join(root, APP, 'dist', 'index.html');
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return SOURCES.every((source) => newestIn(join(root, source)) <= builtAt);
}

/**
 * Milliseconds of the last change of a file, or of all in a folder; 0 when it is not there.
 * @param {string} place
 * @returns {number}
 */
function newestIn(place) {
  if (!existsSync(place)) return 0;
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(place).map((name) => newestIn(join(place, name))));
}
