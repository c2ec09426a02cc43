import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../peer.ts';

/** kubectl of the version of test/peers/kubernetes, kustomize within it. */
export const kubectlPeer: Peer = {
  name: 'kubectl',
  missing: () =>
    existsSync(kubectlProgram()) ? undefined : 'run test/peers/kubectl/install.sh (needs Go, and some minutes the first time)',
};

/** Where install.sh puts it: in a folder named after the sources. */
export function kubectlProgram(): string {
  const sources = join(import.meta.dirname, 'program');
  const hash = createHash('sha256');
  const names = readdirSync(sources).filter((name) => name.endsWith('.go'));
  for (const name of [...names.sort(), 'go.mod', 'go.sum']) hash.update(readFileSync(join(sources, name)));
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'smartscale', `kubectl-${hash.digest('hex').slice(0, 16)}`, 'kubectl');
}
