import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubernetesError, type KubernetesPort } from '../port.ts';
import type { Credential } from './credential.ts';
import { createKubernetesClient } from './kubernetes-client.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { type SelfSigned, selfSigned } from './testing/self-signed.ts';

const PEM = '-----BEGIN CERTIFICATE-----';
const POD = { namespace: 'shop', name: 'web-1', uid: 'u-1' };

let server: ApiServer;
let client: KubernetesPort;

const clientOf = (url: string, more: Partial<Credential & { timeoutMilliseconds: number }> = {}) =>
  createKubernetesClient({
    credential: async () => ({ server: url, caCertificate: more.caCertificate ?? PEM, token: more.token ?? 'secret' }),
    timeoutMilliseconds: more.timeoutMilliseconds ?? 2_000,
  });

const errorOf = async (call: Promise<unknown>): Promise<KubernetesError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof KubernetesError) return error;
  throw new Error(`expected a KubernetesError, got ${error}`);
};

beforeEach(async () => {
  server = await startApiServer();
  client = clientOf(server.url);
});
afterEach(() => server.stop());

const list = (items: readonly unknown[], next?: string) => ({
  status: 200,
  body: { kind: 'List', metadata: { resourceVersion: '7', ...(next && { continue: next }) }, items },
});
const status = (code: number, more: object = {}, headers: Record<string, string> = {}) => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: `reason of ${code}`, code, ...more },
  headers,
});

describe('nodes', () => {
  const node = (name: string, more: { metadata?: object; spec?: object; status?: object } = {}) => ({
    metadata: { name, uid: 'x', creationTimestamp: '2026-11-24T08:00:00Z', ...more.metadata },
    spec: { podCIDR: '10.42.1.0/24', ...more.spec },
    status: { conditions: [{ type: 'MemoryPressure', status: 'False' }], ...more.status },
  });

  it('are read with what matters of them', async () => {
    server.answer(
      list([
        node('worker', {
          metadata: {
            labels: { 'topology.kubernetes.io/zone': 'ap-south-1b' },
            annotations: { 'smartscale.dev/cordoned-for': 'scale-down' },
          },
          spec: { providerID: 'aws:///ap-south-1a/i-0123', unschedulable: true },
          status: { conditions: [{ type: 'Ready', status: 'True' }] },
        }),
        node('server', { metadata: { labels: { 'node-role.kubernetes.io/control-plane': 'true' } } }),
        node('unknown', {
          spec: { providerID: 'aws:///ap-south-1c/i-0456' },
          status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
        }),
        node('local', { spec: { providerID: 'k3s://local' } }),
      ]),
    );
    const createdAt = Date.parse('2026-11-24T08:00:00Z');
    const plain = {
      instanceId: null,
      zone: null,
      ready: false,
      cordoned: false,
      cordonedFor: null,
      isServer: false,
      createdAt,
    };
    expect(await client.listNodes()).toEqual([
      {
        ...{ name: 'worker', instanceId: 'i-0123', zone: 'ap-south-1b', ready: true, cordoned: true },
        ...{ cordonedFor: 'scale-down', isServer: false, createdAt },
      },
      { ...plain, name: 'server', isServer: true },
      { ...plain, name: 'unknown', instanceId: 'i-0456', zone: 'ap-south-1c' },
      { ...plain, name: 'local' },
    ]);
    expect(server.received[0]).toMatchObject({ method: 'GET', path: '/api/v1/nodes', query: { limit: '500' } });
    expect(server.received[0]?.headers).toMatchObject({ authorization: 'Bearer secret', accept: 'application/json' });
  });

  it('are read page by page', async () => {
    server.answer(list([node('a')], 'token 2'), list([node('b')], 'token 3'), list([node('c')]));
    expect((await client.listNodes()).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(server.received.map(({ query }) => query['continue'])).toEqual([undefined, 'token 2', 'token 3']);
  });

  it('have an end even when the server has none', async () => {
    server.answer(...Array.from({ length: 101 }, (_, page) => list([], `${page}`)));
    expect(await errorOf(client.listNodes())).toMatchObject({ kind: 'failed' });
    expect(server.received).toHaveLength(100);
  });

  it('may be none at all', async () => {
    server.answer({ status: 200, body: { metadata: {}, items: null } });
    expect(await client.listNodes()).toEqual([]);
  });

  it('are cordoned and uncordoned by one merge patch', async () => {
    server.answer({ status: 200, body: {} }, { status: 200, body: {} });
    await client.cordon('worker-i-1', 'scale-down');
    await client.uncordon('worker-i-1');
    expect(server.received.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        ...{ method: 'PATCH', path: '/api/v1/nodes/worker-i-1' },
        body: {
          metadata: {
            annotations: { 'smartscale.dev/cordoned-for': 'scale-down' },
            labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' },
          },
          spec: { unschedulable: true },
        },
      },
      {
        ...{ method: 'PATCH', path: '/api/v1/nodes/worker-i-1' },
        body: {
          metadata: {
            annotations: { 'smartscale.dev/cordoned-for': null },
            labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': null },
          },
          spec: { unschedulable: null },
        },
      },
    ]);
    expect(server.received[0]?.headers['content-type']).toBe('application/merge-patch+json');
  });

  it('that are gone need neither cordon nor deletion', async () => {
    server.answer(status(404), status(404), status(404));
    await client.cordon('a', 'x');
    await client.uncordon('a');
    await client.deleteNode('a');
    expect(server.received.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'DELETE']);
  });
});

describe('pods', () => {
  it('are read with what matters of them, of one node only', async () => {
    const container = (cpu?: string, memory?: string) => ({ name: 'c', resources: { requests: { cpu, memory } } });
    server.answer(
      list([
        {
          metadata: {
            ...POD,
            annotations: { 'karpenter.sh/do-not-disrupt': 'true' },
            ownerReferences: [{ kind: 'ReplicaSet', controller: true }],
          },
          spec: {
            ...{ nodeName: 'a', priority: 7, terminationGracePeriodSeconds: 60 },
            initContainers: [{ ...container('200m', '64Mi'), restartPolicy: 'Always' }, container('1', '32Mi')],
            containers: [container('250m', '128Mi'), container('100m'), { name: 'free', resources: {} }],
            overhead: { cpu: '50m' },
          },
          status: { phase: 'Running' },
        },
        {
          metadata: {
            ...{ namespace: 'kube-system', name: 'agent', uid: 'u-2', deletionTimestamp: '2026-11-24T08:00:00Z' },
            deletionGracePeriodSeconds: 1,
            annotations: { 'smartscale.dev/do-not-disrupt': 'false', 'kubernetes.io/config.mirror': 'abc' },
            ownerReferences: [{ kind: 'DaemonSet', controller: true }],
          },
          spec: { nodeName: 'a', containers: [] },
          status: { phase: 'Weird' },
        },
      ]),
    );
    expect(await client.listPodsOnNode('a')).toEqual([
      {
        ...{ ...POD, nodeName: 'a', phase: 'Running', isDaemon: false, isMirror: false, doNotDisrupt: true },
        ...{ priority: 7, gracePeriodSeconds: 60, terminating: false },
        // The start is hungriest in cores (1 + 0.2), the running pod in bytes (64 + 128 Mi); and 0.05 of overhead.
        requests: { cores: 1.25, bytes: 192 * 1_048_576 },
      },
      {
        ...{ namespace: 'kube-system', name: 'agent', uid: 'u-2', nodeName: 'a', phase: 'Unknown', isDaemon: true },
        ...{ isMirror: true, doNotDisrupt: false, priority: 0, gracePeriodSeconds: 1, terminating: true },
        requests: { cores: 0, bytes: 0 },
      },
    ]);
    expect(server.received[0]?.query).toEqual({ fieldSelector: 'spec.nodeName=a', limit: '500' });
  });

  it('with a quantity that is none are an error that says where', async () => {
    const spec = { containers: [{ resources: { requests: { cpu: '1 core' } } }] };
    server.answer(list([{ metadata: POD, spec, status: { phase: 'Running' } }]));
    const { kind, message } = await errorOf(client.listPodsOnNode('a'));
    expect(kind).toBe('failed');
    expect(message).toContain('items.0.spec.containers.0.resources.requests.cpu: "1 core" is no quantity');
  });

  it.each([
    [status(201), { kind: 'evicted' }],
    [status(200), { kind: 'evicted' }],
    [status(404), { kind: 'gone' }],
    [status(409), { kind: 'gone' }],
    [status(429), { kind: 'blocked', message: 'reason of 429', retryAfterSeconds: null }],
    [status(429, {}, { 'retry-after': '10' }), { kind: 'blocked', message: 'reason of 429', retryAfterSeconds: 10 }],
    [
      status(429, {
        details: { retryAfterSeconds: 7, causes: [{ reason: 'DisruptionBudget', message: 'needs 2 healthy pods' }] },
      }),
      { kind: 'blocked', message: 'reason of 429 needs 2 healthy pods', retryAfterSeconds: 7 },
    ],
    [
      status(429, { details: { retryAfterSeconds: 0 } }),
      { kind: 'blocked', message: 'reason of 429', retryAfterSeconds: null },
    ],
    [
      { status: 429, body: 'Too many requests, please try again later.', headers: { 'retry-after': 'soon' } },
      { kind: 'blocked', message: '"Too many requests, please try again later."', retryAfterSeconds: null },
    ],
  ])('eviction %#', async (answer, expected) => {
    server.answer(answer);
    expect(await client.evict(POD, { gracePeriodSeconds: null })).toEqual(expected);
    expect(server.received).toMatchObject([
      {
        ...{ method: 'POST', path: '/api/v1/namespaces/shop/pods/web-1/eviction' },
        body: {
          ...{ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web-1', namespace: 'shop' } },
          deleteOptions: { preconditions: { uid: 'u-1' } },
        },
      },
    ]);
  });

  it('are evicted and deleted with a grace of one’s own', async () => {
    server.answer(status(201), { status: 200, body: {} });
    await client.evict(POD, { gracePeriodSeconds: 15 });
    await client.deletePod(POD, { gracePeriodSeconds: 0 });
    expect(server.received[0]?.body).toMatchObject({ deleteOptions: { gracePeriodSeconds: 15 } });
    expect(server.received[1]).toMatchObject({
      ...{ method: 'DELETE', path: '/api/v1/namespaces/shop/pods/web-1' },
      body: { kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid: 'u-1' } },
    });
  });

  it.each([404, 409])('that are gone (%i) need no deletion', async (code) => {
    server.answer(status(code));
    await client.deletePod(POD, { gracePeriodSeconds: 0 });
  });
});

describe('a failure', () => {
  it.each([
    [400, 'failed'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [408, 'timeout'],
    [429, 'throttled'],
    [500, 'failed'],
    [503, 'failed'],
    [504, 'timeout'],
    [302, 'failed'],
  ] as const)('answered with %i is "%s" and says what was asked', async (code, kind) => {
    server.answer(status(code), status(code));
    for (const call of [client.deleteNode('a'), client.listNodes()]) {
      const error = await errorOf(call);
      expect(error.kind).toBe(kind);
      expect(error.message).toMatch(new RegExp(`/api/v1/nodes.* with ${code}: reason of ${code}`));
    }
  });

  it('that says when to come again passes that on', async () => {
    server.answer(status(429, {}, { 'retry-after': '3' }));
    expect((await errorOf(client.listNodes())).message).toContain('ask again in 3 s');
  });

  it.each([
    ['HTML', { status: 200, body: '<html>captive portal</html>' }],
    ['another object', { status: 200, body: { kind: 'Pod' } }],
    ['a node without a name', list([{ metadata: { creationTimestamp: '2026-11-24T08:00:00Z' } }])],
  ])('of understanding: %s', async (_, answer) => {
    server.answer(answer);
    expect(await errorOf(client.listNodes())).toMatchObject({ kind: 'failed' });
  });

  it('to answer, or to finish an answer, in time is a time-out', async () => {
    const impatient = clientOf(server.url, { timeoutMilliseconds: 60 });
    server.answer(
      () => {},
      (response) => void response.writeHead(200).write('{'),
    );
    expect(await errorOf(impatient.listNodes())).toMatchObject({ kind: 'timeout' });
    expect(await errorOf(impatient.listNodes())).toMatchObject({ kind: 'timeout' });
  });

  it('of the connection is "unreachable"', async () => {
    server.answer(
      (response) => void response.destroy(),
      (response) => {
        response.writeHead(200).write('{');
        setImmediate(() => response.destroy());
      },
    );
    expect(await errorOf(client.listNodes())).toMatchObject({ kind: 'unreachable' });
    expect(await errorOf(client.listNodes())).toMatchObject({ kind: 'unreachable' });
    const { url } = server;
    await server.stop();
    expect(await errorOf(clientOf(url).listNodes())).toMatchObject({ kind: 'unreachable' });
    server = await startApiServer();
  });

  it('never shows the token', async () => {
    server.answer(status(401));
    const error = await errorOf(clientOf(server.url, { token: 'hush-hush' }).listNodes());
    expect(`${error.message} ${error.stack}`).not.toContain('hush-hush');
  });
});

describe('TLS', () => {
  const day = 86_400_000;
  const own = selfSigned({ address: '127.0.0.1', notAfter: new Date(Date.now() + day) });
  const other = selfSigned({ address: '127.0.0.1', notAfter: new Date(Date.now() + day) });

  let secure: ApiServer;
  const startAs = async (identity: SelfSigned) => {
    secure = await startApiServer(identity);
    secure.answer(list([]));
  };
  afterEach(() => secure.stop());

  it('trusts the given authority', async () => {
    await startAs(own);
    expect(await clientOf(secure.url, { caCertificate: own.certificate }).listNodes()).toEqual([]);
  });

  it.each([
    ['of another authority', own, other.certificate],
    ['that has expired', selfSigned({ address: '127.0.0.1', notAfter: new Date(Date.now() - day) }), undefined],
    ['of another address', selfSigned({ address: '10.0.0.1', notAfter: new Date(Date.now() + day) }), undefined],
  ])('sends nothing to a server with a certificate %s', async (_, identity, authority) => {
    await startAs(identity);
    const call = clientOf(secure.url, { caCertificate: authority ?? identity.certificate }).listNodes();
    expect(await errorOf(call)).toMatchObject({ kind: 'untrusted-certificate' });
    expect(secure.received).toEqual([]);
  });
});

it('asks for the credential before each request, so that a renewed token is used', async () => {
  let renewals = 0;
  const renewing = createKubernetesClient({
    credential: async () => ({ server: server.url, caCertificate: PEM, token: `token-${++renewals}` }),
    timeoutMilliseconds: 2_000,
  });
  server.answer(list([]), list([]));
  await renewing.listNodes();
  await renewing.listNodes();
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
});

it('says which credential led nowhere: one that was not let in, and one without an answer', async () => {
  const asked: (boolean | undefined)[] = [];
  const asking = createKubernetesClient({
    credential: async (about) => {
      asked.push(about?.isSuspect);
      return { server: server.url, caCertificate: PEM, token: 'secret' };
    },
    timeoutMilliseconds: 2_000,
  });
  server.answer({ status: 401, body: {} }, { status: 403, body: {} }, (response) => response.destroy(), list([]));
  for (let call = 0; call < 4; call += 1) await asking.listNodes().catch(() => undefined);
  await asking.listNodes().catch(() => undefined);
  expect(asked).toEqual([false, true, false, true, false]);
});
