import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GITOPS } from './tree.ts';

/** The blocks of YAML in docs/gitops.md, in their order: decryption of a step, targets of an exporter, and their generator. */
export function documentedYaml(): readonly [decryption: string, targets: string, generator: string] {
  const text = readFileSync(join(GITOPS, '../docs/gitops.md'), 'utf8');
  const [decryption, targets, generator] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  if (!decryption?.startsWith('decryption:') || !targets || !generator)
    throw new Error('docs/gitops.md has changed its blocks');
  return [decryption, targets, generator];
}
