import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { fluxDefinitions, fluxDefinitionsPeer } from '../peers/flux/index.ts';
import { kubectlPeer, kubectlProgram } from '../peers/kubectl/index.ts';
import { kubernetesPeer, type LocalKubernetes, startKubernetes } from '../peers/kubernetes/index.ts';
import { describeWithPeer, type Peer } from '../peers/peer.ts';
import { documentedYaml } from './documented.ts';
import { CLUSTERS, clusterTree, type KubernetesObject } from './tree.ts';

const SERVER = 'node-role.kubernetes.io/control-plane';
const PATIENCE = { timeout: 40_000, interval: 250 };

const all: Peer = {
  name: `${kubernetesPeer.name}, ${kubectlPeer.name} and ${fluxDefinitionsPeer.name}`,
  missing: () => kubernetesPeer.missing() ?? kubectlPeer.missing() ?? fluxDefinitionsPeer.missing(),
};

describeWithPeer(all, 'the tree, given to a real API server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-applied-'));
  const kubeconfig = join(folder, 'kubeconfig');
  let cluster: LocalKubernetes;

  const apply = (objects: readonly (KubernetesObject | string)[], ...args: string[]) => {
    const input = objects.map((object) => (typeof object === 'string' ? object : stringify(object))).join('\n---\n');
    const { status, stdout, stderr } = spawnSync(
      kubectlProgram(),
      ['--kubeconfig', kubeconfig, 'apply', '--server-side', '--validate=strict', ...args, '--filename', '-'],
      { input, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  };
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const objectsOf = (name: string) => [...clusterTree(name).values()].flat();
  const isNamespace = ({ kind }: KubernetesObject) => kind === 'Namespace';

  beforeAll(async () => {
    cluster = await startKubernetes();
    const { server, ca, adminToken: token } = cluster;
    const certificate = Buffer.from(ca).toString('base64');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'test' },
        clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': certificate } }],
        users: [{ name: 'test', user: { token } }],
        contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      }),
      { mode: 0o600 },
    );
    expect(apply([...fluxDefinitions(), namespace('flux-system')])).toMatchObject({ status: 0 });
    // A kind is served a moment after it was defined.
    const args = ['--kubeconfig', kubeconfig, 'wait', '--for', 'condition=established', '--timeout', '30s', 'crd', '--all'];
    expect(spawnSync(kubectlProgram(), args, { encoding: 'utf8' })).toMatchObject({ status: 0 });
    expect(apply(objectsOf('smartscale').filter(isNamespace))).toMatchObject({ status: 0 });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await cluster?.stop();
  });

  it.each(CLUSTERS)('is accepted field by field, of %s (dry run on the server)', (name) => {
    const objects = objectsOf(name);
    const { status, stdout, stderr } = apply(objects, '--dry-run=server');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(objects.length);
    expect(stdout).toContain('kustomization.kustomize.toolkit.fluxcd.io/infrastructure serverside-applied (server dry run)');
  });

  it('is accepted with the decryption that docs/gitops.md shows', () => {
    const objects = structuredClone(objectsOf('smartscale'));
    const [decryption] = documentedYaml();
    seed(objects, 'Kustomization', (spec) => Object.assign(spec, parse(decryption)));
    expect(apply(objects, '--dry-run=server')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each<[string, (objects: readonly KubernetesObject[]) => void, string]>([
    [
      'a field of Flux that does not exist',
      (objects) => seed(objects, 'Kustomization', (spec) => (spec['pruned'] = true)),
      'pruned',
    ],
    [
      'a field of a Deployment that does not exist',
      (objects) => seed(objects, 'Deployment', (spec) => (spec['replica'] = 1)),
      'replica',
    ],
    [
      'a wrong value',
      (objects) => seed(objects, 'HorizontalPodAutoscaler', (spec) => (spec['maxReplicas'] = 0)),
      'maxReplicas',
    ],
  ])('is refused with %s', (_, change, told) => {
    const objects = structuredClone(objectsOf('smartscale'));
    change(objects);
    const { status, stderr } = apply(objects, '--dry-run=server');
    expect(status).not.toBe(0);
    expect(stderr).toContain(told);
  });

  it('runs where it should, under the pod security that its namespaces ask for', async () => {
    const linux = { 'kubernetes.io/os': 'linux' };
    await cluster.kubelets.add({ name: 'server', labels: { ...linux, [SERVER]: 'true' } });
    const taint = { spec: { taints: [{ key: SERVER, effect: 'NoSchedule' }] } };
    const contentType = 'application/merge-patch+json';
    await cluster.admin.request('PATCH', '/api/v1/nodes/server', { body: taint, contentType });
    for (const zone of ['a', 'b', 'c']) await cluster.kubelets.add({ name: `worker-${zone}`, zone, labels: linux });
    expect(apply(objectsOf('smartscale'))).toMatchObject({ status: 0, stderr: '' });
    // There is no HPA controller here; it would ask for two at least.
    const body = { spec: { replicas: 3 } };
    await cluster.admin.request('PATCH', '/apis/apps/v1/namespaces/demo/deployments/demo-app', { body, contentType });
    const placed = async () => {
      const { items } = await cluster.admin.get('/api/v1/pods');
      const running = items.filter(({ status }) => status.phase === 'Running');
      return running
        .map(({ metadata, spec }) => `${metadata.labels?.['app.kubernetes.io/name']} on ${spec.nodeName}`)
        .map((text) => text.replace(/^(grafana) on worker-.$/, '$1 on a worker'))
        .toSorted();
    };
    await expect
      .poll(placed, PATIENCE)
      .toEqual([
        ...['a', 'b', 'c'].map((zone) => `demo-app on worker-${zone}`),
        'grafana on a worker',
        'kube-state-metrics on server',
        'node-exporter on server',
        ...['a', 'b', 'c'].map((zone) => `node-exporter on worker-${zone}`),
        'prometheus on server',
      ]);
  });

  it('lets Prometheus see pods and nothing else', async () => {
    const api = cluster.as(await cluster.admin.tokenOf({ namespace: 'monitoring', name: 'prometheus' }));
    expect((await api.request('GET', '/api/v1/pods')).status).toBe(200);
    for (const path of ['/api/v1/secrets', '/api/v1/nodes', '/api/v1/namespaces/monitoring/configmaps']) {
      expect((await api.request('GET', path)).status, path).toBe(403);
    }
  });
});

function seed(objects: readonly KubernetesObject[], kind: string, change: (spec: Record<string, unknown>) => void): void {
  change(objects.find((object) => object.kind === kind)?.spec);
}
