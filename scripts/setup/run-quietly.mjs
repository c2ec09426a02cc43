// @ts-check
import { spawn } from 'node:child_process';

const TOLD_CHARACTERS = 600;

/**
 * Runs a command to its end. Returns null when all was well, else the end of what it said.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string | null>}
 */
export function runQuietly(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (/** @type {string} */ text) => {
        said = `${said}${text}`.slice(-TOLD_CHARACTERS);
      });
    }
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : said.trim() || `exit code ${code}`));
  });
}
