import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTER_TAG, nodeNameOf, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { type Identity, identityFindings } from './checks/worker-identity.ts';
import { ROOT } from './compose.ts';

const identity: Identity = {
  clusterTag: CLUSTER_TAG,
  roleTag: ROLE_TAG,
  role: WORKER_ROLE,
  nodeName: nodeNameOf('$INSTANCE_ID'),
};
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What cannot import the names of packages/events, and writes them once more. */
const tagging = [
  'infra/cluster/worker.yml',
  'infra/cluster/worker-role.yml',
  'services/capacity-manager/statements.yml',
  'apps/runner/examples/iam-policy.json',
];

describe('the identity of a worker', () => {
  it.each(tagging)('has in %s the tags by which the services know it', (path) => {
    expect(identityFindings(read(path), identity)).toEqual([]);
  });

  it.each(['infra/cluster/user-data/worker.sh', 'infra/cluster/user-data/rejoin.sh'])('has in %s its node name', (path) => {
    expect(read(path)).toContain(`"${identity.nodeName}"`);
  });
});

describe('the check of tags', () => {
  const sound = `{ "aws:ResourceTag/${CLUSTER_TAG}": "c", "aws:ResourceTag/${ROLE_TAG}": "${WORKER_ROLE}" }`;

  it('sees a tag that is missing, one that nobody knows, and another role', () => {
    expect(identityFindings(sound, identity)).toEqual([]);
    expect(identityFindings(sound.replace(CLUSTER_TAG, 'smartscale:claster'), identity)).toEqual([
      'smartscale:claster is no tag of a worker',
      'smartscale:cluster is missing',
    ]);
    expect(identityFindings(sound.replace(`"${WORKER_ROLE}"`, '"agent"'), identity)).toEqual(['the role agent is not worker']);
  });
});
