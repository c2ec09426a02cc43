import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kubernetesPeer, type LocalKubernetes, startKubernetes } from '../peers/kubernetes/index.ts';
import { describeWithPeer } from '../peers/peer.ts';

const FOLDER = fileURLToPath(new URL('../../infra/cluster/monitoring', import.meta.url));
const SERVER = 'node-role.kubernetes.io/control-plane';
// As every kubelet says.
const LINUX = { 'kubernetes.io/os': 'linux' };
const PATIENCE_MILLISECONDS = 30_000;

describeWithPeer(kubernetesPeer, 'the monitoring in a real cluster', () => {
  let cluster: LocalKubernetes;
  beforeAll(async () => {
    cluster = await startKubernetes();
    await cluster.kubelets.add({ name: 'server', labels: { ...LINUX, [SERVER]: 'true' } });
    const taint = { spec: { taints: [{ key: SERVER, effect: 'NoSchedule' }] } };
    const contentType = 'application/merge-patch+json';
    await cluster.admin.request('PATCH', '/api/v1/nodes/server', { body: taint, contentType });
    await cluster.kubelets.add({ name: 'worker', labels: LINUX });
  });
  afterAll(() => cluster?.stop());

  const placed = async () => {
    const { items } = await cluster.admin.get('/api/v1/namespaces/monitoring/pods');
    return items.flatMap(({ metadata, spec, status }) =>
      status.phase === 'Running' ? [`${metadata.labels?.['app.kubernetes.io/name']} on ${spec.nodeName}`] : [],
    );
  };

  it('is applied in the order of its files and runs where it should', async () => {
    for (const file of readdirSync(FOLDER).sort()) await cluster.admin.apply(readFileSync(join(FOLDER, file), 'utf8'));
    await expect
      .poll(async () => (await placed()).sort(), { timeout: PATIENCE_MILLISECONDS, interval: 200 })
      .toEqual(['kube-state-metrics on server', 'node-exporter on server', 'node-exporter on worker', 'prometheus on server']);
  });

  it.each([
    [
      'kube-state-metrics',
      ['/api/v1/nodes', '/api/v1/pods', '/apis/apps/v1/deployments', '/apis/policy/v1/poddisruptionbudgets'],
    ],
    ['prometheus', ['/api/v1/pods']],
  ])('lets %s read what it tells of, and no secret', async (name, paths) => {
    const api = cluster.as(await cluster.admin.tokenOf({ namespace: 'monitoring', name }));
    for (const path of paths) expect((await api.request('GET', path)).status, path).toBe(200);
    expect((await api.request('GET', '/api/v1/secrets')).status).toBe(403);
    expect((await api.request('DELETE', '/api/v1/nodes/worker')).status).toBe(403);
  });
});
