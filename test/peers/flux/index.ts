import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../peer.ts';

const KINDS = ['gitrepositories', 'kustomizations'] as const;

/** The definitions of Flux's kinds, as its own controllers publish them. Nothing acts on them: there is no Flux, only its words. */
export const fluxDefinitionsPeer: Peer = {
  name: "the definitions of Flux's kinds",
  missing: () => (KINDS.every((kind) => existsSync(fileOf(kind))) ? undefined : 'run test/peers/flux/install.sh (needs Go)'),
};

/** The CustomResourceDefinitions, each as YAML. */
export function fluxDefinitions(): readonly string[] {
  return KINDS.map((kind) => readFileSync(fileOf(kind), 'utf8').replace(/^---\n/, ''));
}

function fileOf(kind: (typeof KINDS)[number]): string {
  const installer = readFileSync(join(import.meta.dirname, 'install.sh'), 'utf8');
  const versionOf = (name: string) => new RegExp(`^${name}=(v[0-9.]+)$`, 'm').exec(installer)?.[1];
  const versions = `${versionOf('source_controller')}-${versionOf('kustomize_controller')}`;
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'smartscale', `flux-definitions-${versions}`, `${kind}.yaml`);
}
