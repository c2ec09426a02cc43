// @ts-check
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * Held while dependencies are installed, so that `npm start` and `npm test` in two terminals of a fresh clone do it once.
 * @typedef {{ alsoHeldBy: (pid: number) => void }} Lock
 */

/** The holder touches the file this often ... */
const BEAT_MILLISECONDS = 1_000;
/** ... and without a beat for this long it may be dead, if its processes are gone from this machine ... */
const SILENT_MILLISECONDS = 10_000;
/** ... and surely is after this long. Also covers holders on other machines and process numbers used again. */
const DEAD_MILLISECONDS = 600_000;
const POLL_MILLISECONDS = 250;
const TELL_EVERY_MILLISECONDS = 5_000;

/**
 * Runs `work` while no other process runs it for the same folder; waits as long as another one is alive.
 * @template Result
 * @param {string} root
 * @param {(lock: Lock) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(root, work) {
  const file = join(root, '.smartscale', 'setup.lock');
  makeFolder(dirname(file));
  const pids = [process.pid];
  await take(file, pids);
  const beat = setInterval(() => touch(file), BEAT_MILLISECONDS);
  try {
    return await work({ alsoHeldBy: (pid) => writeFileSync(file, [...pids, pid].join(' ')) });
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {readonly number[]} pids
 */
async function take(file, pids) {
  const since = Date.now();
  let toldAt = 0;
  while (!tryCreate(file, pids)) {
    if (isAbandoned(file)) {
      remove(file);
      continue;
    }
    if (Date.now() - toldAt >= TELL_EVERY_MILLISECONDS) {
      toldAt = Date.now();
      const waited = Math.round((toldAt - since) / 1_000);
      process.stderr.write(
        `Waiting for another installation in this folder (process ${holdersOf(file).join(', ')}): ${waited} s\n`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/**
 * @param {string} file
 * @param {readonly number[]} pids
 */
function tryCreate(file, pids) {
  try {
    writeFileSync(file, pids.join(' '), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw notWritable(dirname(file), error);
  }
}

/** @param {string} file */
function isAbandoned(file) {
  try {
    const silentMilliseconds = Date.now() - statSync(file).mtimeMs;
    if (silentMilliseconds < SILENT_MILLISECONDS) return false;
    return silentMilliseconds > DEAD_MILLISECONDS || !holdersOf(file).some(isAlive);
  } catch {
    return false;
  }
}

/**
 * Removes an abandoned lock. Of several processes that saw it abandoned, each first moves it aside under a name of its own:
 * one succeeds, and puts back what it moved if that was already the fresh lock of another.
 * @param {string} file
 */
function remove(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (isAbandoned(aside)) rmSync(aside, { force: true });
    else renameSync(aside, file);
  } catch {
    // Another one was faster; the next round sees what is there now.
  }
}

/** @param {string} file */
function holdersOf(file) {
  try {
    return readFileSync(file, 'utf8')
      .split(' ')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Removed by hand: the installation goes on, only unguarded.
  }
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw notWritable(dirname(folder), error);
  }
}

/**
 * @param {string} folder
 * @param {unknown} cause
 */
function notWritable(folder, cause) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
  if (code === 'ENOSPC')
    return new SetupError(`There is no room left on the disk of ${folder}: free about 1 GB and try again.`);
  return new SetupError(
    `${folder} cannot be written (${code}): move the clone to a folder of your own or correct its owner, then try again.`,
  );
}
