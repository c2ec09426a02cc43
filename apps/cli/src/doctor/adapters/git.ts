import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const TIMEOUT_MILLISECONDS = 15_000;
const SHOWN_CHARACTERS = 200;

/** Null when the repository answers; otherwise what git says, in one line. It never asks for a password. */
export async function readRefusal(url: string): Promise<string | null> {
  const environment = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: 'ssh -o BatchMode=yes', LC_ALL: 'C' };
  try {
    await promisify(execFile)('git', ['ls-remote', '--heads', '--', url], { timeout: TIMEOUT_MILLISECONDS, env: environment });
    return null;
  } catch (error) {
    const { stderr = '', code, killed } = error as { stderr?: string; code?: unknown; killed?: boolean };
    if (killed) return `no answer within ${TIMEOUT_MILLISECONDS / 1_000} s`;
    if (code === 'ENOENT') return 'git is missing';
    const line =
      stderr
        .trim()
        .split('\n')
        .findLast((text) => text.startsWith('fatal:')) ??
      stderr.trim().split('\n')[0] ??
      '';
    return withoutSecrets(line).slice(0, SHOWN_CHARACTERS);
  }
}

/** An address may hold a user and a password. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/(\w+:\/\/)[^/@\s]+@/g, '$1');
}
