import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../peer.ts';

/** As install.sh installs it. */
const VERSION = '1.58.0';
const HOME = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'smartscale', `cfn-lint-${VERSION}`);
const PROGRAM = join(HOME, 'bin', 'cfn-lint');

/**
 * The framework itself writes `DependsOn` for each function's role, beside the reference that implies it. It does no harm.
 * Everything else is a finding, warnings included.
 */
const MADE_BY_THE_FRAMEWORK = ['W3005'];

/** cfn-lint, which checks templates against CloudFormation's own schemas. It calls nobody. */
export const cfnLintPeer: Peer = {
  name: 'cfn-lint',
  missing: () => (existsSync(PROGRAM) ? undefined : 'run test/peers/cfn-lint/install.sh (needs Python 3 with venv and pip)'),
};

/** What cfn-lint says of template files, a line for each finding: `<file>:<line>: <rule> <what is wrong>`. */
export function lintTemplates(files: readonly string[]): readonly string[] {
  const options = ['--format', 'parseable', '--non-zero-exit-code', 'none', '--ignore-checks', ...MADE_BY_THE_FRAMEWORK];
  const { status, stdout, stderr } = spawnSync(PROGRAM, [...options, '--template', ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cfn-lint ended with ${status}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
