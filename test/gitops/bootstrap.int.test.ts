import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Account, createAccount } from '../deployment/account-of-stubs.ts';
import { CLUSTERS, GITOPS } from './tree.ts';

const INSTALLER = readFileSync(join(GITOPS, '../infra/cluster/flux/install-flux.sh'), 'utf8');

describe('bootstrapping with this tree', () => {
  const accounts: Account[] = [];
  afterEach(() => {
    for (const account of accounts.splice(0)) account.remove();
  });
  const dryRun = (...args: string[]) => {
    const account = createAccount({ machines: ['i-server server running'] });
    accounts.push(account);
    const options = ['--stage', 'test', '--repository', 'https://git.example/team/fleet', '--dry-run', ...args];
    const { code, said } = account.run('bootstrap-flux.sh', options, { input: '' });
    expect(code).toBe(0);
    return said;
  };
  const followed = (said: string) => /^bash .*install-flux\.sh \S+ main (\S+) without-token$/m.exec(said)?.[1] ?? '';

  it.each(CLUSTERS)('follows a folder of %s that is there, and begins with what Flux is told', (cluster) => {
    const folder = followed(dryRun('--path', `clusters/${cluster}`));
    expect(folder).toBe(`clusters/${cluster}`);
    expect(parse(readFileSync(join(GITOPS, folder, 'kustomization.yaml'), 'utf8'))).toMatchObject({
      resources: ['flux-system'],
    });
  });

  it('follows the first cluster when no folder is named', () => {
    expect(existsSync(join(GITOPS, followed(dryRun()), 'flux-system'))).toBe(true);
  });

  it('makes the repository that each step reads', () => {
    const [, name] = /^NAME=(.*)$/m.exec(INSTALLER) ?? [];
    for (const cluster of CLUSTERS) {
      for (const step of ['infrastructure', 'dashboards', 'apps']) {
        const { spec } = parse(readFileSync(join(GITOPS, `clusters/${cluster}/flux-system/${step}.yaml`), 'utf8')) as {
          spec: { sourceRef: object };
        };
        expect(spec.sourceRef).toEqual({ kind: 'GitRepository', name });
      }
    }
  });
});
