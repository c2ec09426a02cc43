import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuditEntry, forgeToken, kubernetesPeer, pod } from '../../../../test/peers/kubernetes/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { KubernetesError, type PodKey } from '../port.ts';
import { ACCOUNT, errorOf, type LiveCluster, RIGHTS, startLiveCluster, until } from './testing/live-cluster.ts';
import { selfSigned } from './testing/self-signed.ts';

const isNodeDeletion = ({ verb, resource }: AuditEntry) => verb === 'delete' && resource === 'nodes';
const USER = `system:serviceaccount:${ACCOUNT.namespace}:${ACCOUNT.name}`;

describeWithPeer(kubernetesPeer, "SmartScale's account in a real cluster", () => {
  let cluster: LiveCluster;
  beforeAll(async () => {
    cluster = await startLiveCluster();
  });
  afterAll(() => cluster?.stop());

  const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow;
  const askWith = (changed: Parameters<LiveCluster['clientWith']>[0]) => cluster.clientWith(changed).listNodes();

  it('has every right that the client needs and none that it does not use', async () => {
    const { client } = cluster;
    await cluster.kubelets.add({ name: 'a' });
    const keys: PodKey[] = [];
    for (const name of ['evicted', 'deleted']) {
      const { metadata } = await cluster.admin.create(pod(name, { nodeName: 'a' }));
      keys.push({ namespace: metadata.namespace, name, uid: metadata.uid });
    }
    const [evicted, deleted] = keys;
    await client.listNodes();
    await client.listPodsOnNode('a');
    await client.cordon('a', 'test');
    await client.uncordon('a');
    await client.evict(evicted!, { gracePeriodSeconds: null });
    await client.deletePod(deleted!, { gracePeriodSeconds: 0 });
    await client.deleteNode('a');
    const asked = async () => (await cluster.auditLog()).filter(({ user }) => user === USER);
    await until('the last of it is in the audit log', async () => (await asked()).some(isNodeDeletion));
    const used = (await asked()).map(({ verb, resource }) => `${verb} ${resource}`);
    expect((await asked()).filter(({ status }) => status >= 300)).toEqual([]);
    const { rules } = await cluster.admin.get('/apis/rbac.authorization.k8s.io/v1/clusterroles/smartscale');
    const given = rules.flatMap(({ verbs, resources }) =>
      verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`)),
    );
    expect([...new Set(used)].sort()).toEqual(given.sort());
  });

  it.each([
    ['GET', '/api/v1/secrets'],
    ['GET', '/api/v1/namespaces/kube-system/secrets'],
    ['DELETE', '/api/v1/namespaces/kube-system/secrets/a.node-password.k3s'],
    ['GET', '/api/v1/nodes/a'],
    ['POST', '/api/v1/nodes'],
    ['DELETE', '/api/v1/nodes'],
    ['PATCH', '/api/v1/nodes/a/status'],
    ['GET', '/api/v1/nodes/a/proxy/logs'],
    ['GET', '/api/v1/namespaces/default/pods/web'],
    ['POST', '/api/v1/namespaces/default/pods'],
    ['PATCH', '/api/v1/namespaces/default/pods/web'],
    ['DELETE', '/api/v1/namespaces/default/pods'],
    ['POST', '/api/v1/namespaces/default/pods/web/exec'],
    ['POST', '/api/v1/namespaces/default/pods/web/binding'],
    ['GET', '/apis/policy/v1/poddisruptionbudgets'],
    ['POST', '/api/v1/namespaces/smartscale/serviceaccounts/smartscale/token'],
    ['POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'],
  ])('may not %s %s', async (method, path) => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
    const contentType = method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {};
    expect(await cluster.as(cluster.token).request(method, path, { ...body, ...contentType })).toMatchObject({ status: 403 });
  });

  it('is told so by the client when its role is taken away', async () => {
    const namespaced = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/smartscale';
    await cluster.admin.request('DELETE', namespaced);
    await until('the role is gone', async () => {
      const answer: unknown = await cluster.client.listNodes().catch((error: unknown) => error);
      return answer instanceof KubernetesError && answer.kind === 'forbidden';
    });
    const { message } = await errorOf(cluster.client.listNodes());
    expect(message).toContain(
      `answered GET /api/v1/nodes with 403: nodes is forbidden: User "${USER}" cannot list resource "nodes"`,
    );
    await cluster.admin.apply(RIGHTS);
    await until('the role is back', async () => Array.isArray(await cluster.client.listNodes().catch(() => undefined)));
  });

  it('is not believed with an expired token', async () => {
    const key = cluster.serviceAccountKey;
    const lasting = forgeToken(cluster.token, { key, claims: { exp: seconds(60) } });
    expect(await askWith({ token: lasting })).toEqual([]);
    const expired = forgeToken(cluster.token, {
      key,
      claims: { iat: seconds(-7_200), nbf: seconds(-7_200), exp: seconds(-60) },
    });
    const error = await errorOf(askWith({ token: expired }));
    expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringContaining('with 401: Unauthorized') });
    expect(error.message).not.toContain(expired);
  });

  it('is not believed with a token that another cluster signed, or for another audience', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const foreign = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    const signedElsewhere = forgeToken(cluster.token, { key: foreign, claims: {} });
    expect(await errorOf(askWith({ token: signedElsewhere }))).toMatchObject({ kind: 'unauthorized' });
    const forVault = forgeToken(cluster.token, { key: cluster.serviceAccountKey, claims: { aud: ['vault'] } });
    expect(await errorOf(askWith({ token: forVault }))).toMatchObject({ kind: 'unauthorized' });
    expect(await errorOf(askWith({ token: 'no-token-at-all' }))).toMatchObject({ kind: 'unauthorized' });
  });

  it('gives its token to no server with a foreign certificate', async () => {
    const { certificate } = selfSigned({ address: '127.0.0.1', notAfter: new Date(Date.now() + 3_600_000) });
    const before = (await cluster.auditLog()).length;
    const error = await errorOf(askWith({ ca: certificate }));
    expect(error).toMatchObject({ kind: 'untrusted-certificate', message: expect.stringContaining('does not vouch for') });
    expect((await cluster.auditLog()).length).toBe(before);
  });

  it('is unreachable where nothing listens', async () => {
    expect(await errorOf(askWith({ server: 'https://127.0.0.1:1' }))).toMatchObject({ kind: 'unreachable' });
  });

  it('is not believed any more once it is deleted', async () => {
    await cluster.admin.request('DELETE', `/api/v1/namespaces/${ACCOUNT.namespace}/serviceaccounts/${ACCOUNT.name}`);
    await until('its token is worthless', async () => {
      const answer: unknown = await cluster.client.listNodes().catch((error: unknown) => error);
      return answer instanceof KubernetesError && answer.kind === 'unauthorized';
    });
  });
});
