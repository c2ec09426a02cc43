// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { explainNpmFailure } from './explain-npm-failure.mjs';
import { countPackages } from './installed.mjs';
import { pathWithout } from './node-version.mjs';
import { startProgress } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * No dependency needs its install script. Retries are few and short, so that a machine without a network hears of it in
 * seconds. `http` makes npm tell of every package, which is what the progress line counts.
 */
const NPM_CI = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--include=dev',
  '--include=optional',
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
  '--loglevel=http',
  '--no-progress',
  '--no-color',
];

const KEPT_LINES = 400;

/**
 * Runs `npm ci`, showing progress on stderr and keeping npm's own output in .smartscale/setup.log. Throws SetupError.
 * @param {string} root
 * @param {import('./lock.mjs').Lock} lock
 */
export async function installDependencies(root, lock) {
  const logFile = join('.smartscale', 'setup.log');
  const log = createWriteStream(join(root, logFile));
  const progress = startProgress(countPackages(root));
  /** @type {string[]} */
  const lines = [];
  // Before npm is there: a signal that comes in between must not leave it and the lock behind.
  const stop = listenForSignals();
  const npm = spawn('npm', NPM_CI, {
    cwd: root,
    env: { ...process.env, PATH: pathWithout(root) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const output of [npm.stdout, npm.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      log.write(`${line}\n`);
      if (line.startsWith('npm http')) progress.registryAnswered();
      else if (lines.length < KEPT_LINES) lines.push(line);
    });
  }
  if (npm.pid !== undefined) lock.alsoHeldBy(npm.pid);
  stop.ends(npm);
  const outcome = await ended(npm);
  stop.forget();
  log.end();
  if (stop.signal()) {
    progress.end('stopped');
    throw new SetupError('The installation was stopped: the next start begins it again.', 130);
  }
  if (outcome.code === 0) return progress.end('done');
  progress.end('failed');
  throw new SetupError(explainNpmFailure(lines, { error: outcome.error, logFile }));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, error: NodeJS.ErrnoException | null }>}
 */
function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, error }));
    child.on('close', (code) => resolve({ code, error: null }));
  });
}

/** Ends npm when this process is asked to end, and lets the caller tidy up. */
function listenForSignals() {
  /** @type {NodeJS.Signals | null} */
  let received = null;
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null;
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    received = signal;
    child?.kill('SIGTERM');
  };
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: () => received,
    /** @param {import('node:child_process').ChildProcess} npm */
    ends: (npm) => {
      child = npm;
      if (received) npm.kill('SIGTERM');
    },
    forget: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
