import type { ClusterNode, ClusterPod } from '@smartscale/kubernetes';
import type { FakeCluster } from '@smartscale/kubernetes/fake';
import { type Answer, startTlsServer, type TlsServer } from './tls-server.ts';

export const TOKEN = 'a-token';

export type K3sApiOptions = {
  /** Called after an eviction has been carried out and before it is answered. */
  readonly onEvicted: () => void;
};

type Call = {
  readonly cluster: FakeCluster;
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Body;
};
type Body = {
  readonly spec?: { readonly unschedulable?: boolean | null };
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string | null>> };
  readonly deleteOptions?: Deletion;
} & Deletion;
type Deletion = { readonly preconditions?: { readonly uid?: string }; readonly gracePeriodSeconds?: number };

/** The calls of the K3s API that SmartScale makes, over the wire, on a cluster in memory. */
export async function startK3sApi(cluster: FakeCluster, { onEvicted }: K3sApiOptions): Promise<TlsServer> {
  return startTlsServer(async ({ headers, method, url = '/' }, text) => {
    if (headers.authorization !== `Bearer ${TOKEN}`) return status(401, 'Unauthorized');
    const { pathname, searchParams: query } = new URL(url, 'https://localhost');
    const body = (text === '' ? {} : JSON.parse(text)) as Body;
    const answer = await carryOut(`${method} ${pathname}`, { cluster, query, body });
    if (pathname.endsWith('/eviction') && answer.status === 201) onEvicted();
    return answer;
  });
}

async function carryOut(asked: string, call: Omit<Call, 'names'>): Promise<Answer> {
  for (const [pattern, act] of CALLS) {
    const names = pattern.exec(asked)?.slice(1);
    if (names) return act({ ...call, names });
  }
  return status(404, `no such call: ${asked}`);
}

const CALLS: readonly (readonly [RegExp, (call: Call) => Promise<Answer>])[] = [
  [/^GET \/api\/v1\/nodes$/, async ({ cluster }) => list((await cluster.kubernetes.listNodes()).map(nodeJson))],
  [/^GET \/api\/v1\/pods$/, async (call) => list((await podsOf(call)).map(podJson))],
  [/^PATCH \/api\/v1\/nodes\/([^/]+)$/, patchNode],
  [/^DELETE \/api\/v1\/nodes\/([^/]+)$/, deleteNode],
  [/^POST \/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/eviction$/, evict],
  [/^DELETE \/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)$/, deletePod],
];

function podsOf({ cluster, query }: Call): Promise<readonly ClusterPod[]> {
  return cluster.kubernetes.listPodsOnNode((query.get('fieldSelector') ?? '').replace('spec.nodeName=', ''));
}

async function patchNode({ cluster, names: [name = ''], body }: Call): Promise<Answer> {
  const [reason] = Object.values(body.metadata?.annotations ?? {});
  if (body.spec?.unschedulable === true) await cluster.kubernetes.cordon(name, reason ?? '');
  else await cluster.kubernetes.uncordon(name);
  return status(200, 'patched');
}

async function deleteNode({ cluster, names: [name = ''] }: Call): Promise<Answer> {
  await cluster.kubernetes.deleteNode(name);
  return status(200, 'deleted');
}

async function evict({ cluster, names: [namespace = '', name = ''], body }: Call): Promise<Answer> {
  const { preconditions, gracePeriodSeconds = null } = body.deleteOptions ?? {};
  const answer = await cluster.kubernetes.evict({ namespace, name, uid: preconditions?.uid ?? '' }, { gracePeriodSeconds });
  if (answer.kind === 'evicted') return status(201, 'evicted');
  return answer.kind === 'gone' ? status(404, 'no such pod') : status(429, answer.message);
}

async function deletePod({ cluster, names: [namespace = '', name = ''], body }: Call): Promise<Answer> {
  const { preconditions, gracePeriodSeconds = 0 } = body;
  await cluster.kubernetes.deletePod({ namespace, name, uid: preconditions?.uid ?? '' }, { gracePeriodSeconds });
  return status(200, 'deleted');
}

function status(code: number, message: string): Answer {
  return { status: code, body: { kind: 'Status', message } };
}

function list(items: readonly unknown[]): Answer {
  return { status: 200, body: { metadata: {}, items } };
}

function nodeJson({ name, instanceId, zone, ready, cordoned, cordonedFor, isServer, createdAt }: ClusterNode): unknown {
  const labels = {
    ...(zone && { 'topology.kubernetes.io/zone': zone }),
    ...(isServer && { 'node-role.kubernetes.io/control-plane': 'true' }),
  };
  const annotations = cordonedFor === null ? {} : { 'smartscale.dev/cordoned-for': cordonedFor };
  return {
    metadata: { name, labels, annotations, creationTimestamp: new Date(createdAt).toISOString() },
    spec: { ...(instanceId && { providerID: `aws:///${zone}/${instanceId}` }), ...(cordoned && { unschedulable: true }) },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
  };
}

function podJson({ namespace, name, uid, nodeName, phase, terminating, gracePeriodSeconds, requests }: ClusterPod): unknown {
  const { cores, bytes } = requests;
  const container = { name: 'main', resources: { requests: { cpu: String(cores), memory: String(bytes) } } };
  const ending = { deletionTimestamp: '2026-11-24T08:00:00Z', deletionGracePeriodSeconds: gracePeriodSeconds };
  return {
    metadata: { namespace, name, uid, ...(terminating && ending) },
    spec: { nodeName, containers: [container], terminationGracePeriodSeconds: gracePeriodSeconds },
    status: { phase },
  };
}
