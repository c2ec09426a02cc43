import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kubernetesPeer, type LocalKubernetes, startKubernetes } from '../../../../../test/peers/kubernetes/index.ts';
import { describeWithPeer } from '../../../../../test/peers/peer.ts';
import { judgeFlux } from '../after/flux.ts';
import { readFluxObjects } from './flux-objects.ts';

/** Flux's kinds, with anything in them: what its controllers would write is written by the test. */
const kindOf = (kind: string, plural: string, group: string) => ({
  ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}` } },
  spec: {
    ...{ group, scope: 'Namespaced', names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` } },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});

const object = (apiVersion: string, kind: string, ready: string, message: string) => ({
  ...{ apiVersion, kind, metadata: { name: 'flux-system', namespace: 'default' }, spec: {} },
  status: { conditions: [{ type: 'Ready', status: ready, message }] },
});

describeWithPeer(kubernetesPeer, 'Flux, as a real API server tells of it', () => {
  let cluster: LocalKubernetes;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'smartscale-flux-'));
    cluster = await startKubernetes();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await cluster?.stop();
  });

  function credentialOf(token: string): string {
    const file = join(folder, `${token.length}.json`);
    writeFileSync(file, JSON.stringify({ server: cluster.server, caCertificate: cluster.ca, token }));
    return file;
  }

  /** A kind is served a moment after it was defined. */
  const post = async (path: string, body: object) => {
    for (let tries = 0; tries < 50; tries += 1) {
      const { status } = await cluster.admin.request('POST', path, { body });
      if (status === 201) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${path} was never served`);
  };

  it('is not installed', async () => {
    expect(await readFluxObjects(credentialOf(cluster.adminToken))).toBeNull();
  });

  it('is not shown to whoever may not see it', async () => {
    const token = await cluster.admin.tokenOf({ namespace: 'default', name: 'default' });
    await expect(readFluxObjects(credentialOf(token))).rejects.toThrow(/the credential may not list \w+ \(403\)/);
    await expect(readFluxObjects(join(folder, 'nowhere.json'))).rejects.toThrow('cannot be read');
  });

  it('is in sync or says what is wrong', async () => {
    const kinds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await post(kinds, kindOf('GitRepository', 'gitrepositories', 'source.toolkit.fluxcd.io'));
    await post(kinds, kindOf('Kustomization', 'kustomizations', 'kustomize.toolkit.fluxcd.io'));
    const source = '/apis/source.toolkit.fluxcd.io/v1/namespaces/default/gitrepositories';
    const kustomize = '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/default/kustomizations';
    await post(source, object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'True', 'stored artifact main@sha1:abc'));
    await post(kustomize, object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'False', 'authentication required'));
    const objects = await readFluxObjects(credentialOf(cluster.adminToken));
    expect(objects).toEqual([
      { name: 'GitRepository default/flux-system', ready: 'True', message: 'stored artifact main@sha1:abc', suspended: false },
      { name: 'Kustomization default/flux-system', ready: 'False', message: 'authentication required', suspended: false },
    ]);
    expect(judgeFlux(objects)).toMatchObject({
      verdict: 'failed',
      found: 'Kustomization default/flux-system: authentication required',
    });
  });
});
