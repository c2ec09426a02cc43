// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SetupError } from './setup-error.mjs';

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs the command with our own input and output, and ends as it ends: same exit code, or same signal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
export async function runCommand(command, args, env) {
  const child = spawn(command, args, { env, stdio: 'inherit' });
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      if (!hadItFromTheTerminal(signal)) child.kill(signal);
    });
  }
  const { code, signal } = await ended(child, command);
  if (signal) endBy(signal);
  else process.exitCode = code;
}

/**
 * A terminal sends Ctrl-C to every process in its foreground group, the child included: sending it again would be a second
 * Ctrl-C. Where the group cannot be read, a terminal as input is taken as a sign of it.
 * @param {NodeJS.Signals} signal
 */
function hadItFromTheTerminal(signal) {
  if (signal !== 'SIGINT') return false;
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const [, , group, , , foregroundGroup] = fields;
    return group === foregroundGroup;
  } catch {
    return process.stdin.isTTY === true;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} command
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>}
 */
function ended(child, command) {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new SetupError(`${command} could not be started (${error.message}).`, 127)));
    child.on('exit', (code, signal) => resolve({ code: code === null ? 1 : code, signal }));
  });
}

/** @param {NodeJS.Signals} signal */
function endBy(signal) {
  for (const forwarded of FORWARDED) process.removeAllListeners(forwarded);
  process.kill(process.pid, signal);
}
