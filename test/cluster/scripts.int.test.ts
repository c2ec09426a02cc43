import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type MachineRole, userData, userDataFiles } from '../../scripts/serverless/user-data.ts';
import { describeWithPeer, type Peer } from '../peers/peer.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'user-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const shellcheckPeer: Peer = {
  name: 'shellcheck',
  missing: () =>
    spawnSync('shellcheck', ['--version']).error === undefined
      ? undefined
      : 'install shellcheck (for example: apt install shellcheck)',
};

/** A finding is a line. Run from the root, as the `source=` comments of the scripts expect. */
function shellcheck(...files: readonly string[]): string {
  const { stdout, stderr } = spawnSync('shellcheck', ['--external-sources', '--format', 'gcc', ...files], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describeWithPeer(shellcheckPeer, 'shellcheck', () => {
  const scripts = readdirSync(join(ROOT, 'infra/cluster/user-data')).filter((file) => file.endsWith('.sh'));

  it('finds nothing in the scripts', () => {
    expect(scripts.length).toBeGreaterThan(5);
    expect(shellcheck(...scripts.map((script) => `infra/cluster/user-data/${script}`))).toBe('');
  });

  it.each(['server', 'worker'] as const)('finds nothing in what unpacks them on a %s', (role) => {
    expect(shellcheck(written(`${role}.sh`, userData(role)))).toBe('');
  });

  it('finds a seeded fault', () => {
    expect(shellcheck(written('seeded.sh', '#!/bin/bash\nrm -rf $1/*\n'))).toContain('SC2086');
  });
});

describe('user data', () => {
  // What stands between the first line and `exec`, with this folder instead of the machine's.
  const unpack = (role: MachineRole) => {
    const root = join(folder, role);
    const text = userData(role)
      .replaceAll(' /etc/', ` ${root}/etc/`)
      .replaceAll(' /opt/', ` ${root}/opt/`)
      .replace(/^exec .*$/m, '');
    const { status, stderr } = spawnSync('bash', [written(`${role}-here.sh`, text)], { encoding: 'utf8' });
    return { root, status, stderr };
  };

  it.each(['server', 'worker'] as const)('of a %s is unpacked by real tools to the files of the repository', (role) => {
    const { root, status, stderr } = unpack(role);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    for (const { path, text, executable } of userDataFiles(role)) {
      expect(readFileSync(join(root, 'opt/smartscale', path), 'utf8'), path).toBe(text);
      expect(spawnSync('test', ['-x', join(root, 'opt/smartscale', path)]).status === 0, path).toBe(executable);
    }
    const script = readFileSync(join(root, `opt/smartscale/${role}.sh`), 'utf8');
    expect(script).toMatch(/^#!\/usr\/bin\/env bash\nset -euo pipefail\n/);
    expect(script).not.toMatch(/^\s*# /m);
    expect(readFileSync(join(root, 'etc/smartscale/cluster.env'), 'utf8')).toMatch(/^CLUSTER_ID=..ClusterId.$/m);
  });
});
