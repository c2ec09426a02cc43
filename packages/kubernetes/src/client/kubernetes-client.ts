import type { KubernetesPort, PodKey } from '../port.ts';
import type { ApiAnswer, ApiRequest } from './api-call.ts';
import type { CredentialSource } from './credential.ts';
import { answerError, messageOf, retryAfterSeconds } from './errors.ts';
import { listAll } from './list-all.ts';
import { CORDONED_FOR_ANNOTATION, LOAD_BALANCER_EXCLUSION_LABEL } from './names.ts';
import { nodeSchema, toClusterNode } from './node-answer.ts';
import { podSchema, toClusterPod } from './pod-answer.ts';
import { createTransport } from './transport.ts';

export type KubernetesClientOptions = {
  readonly credential: CredentialSource;
  /** For each request, its answer included. */
  readonly timeoutMilliseconds: number;
};

/**
 * A client for the few calls that SmartScale makes. It repeats nothing by itself: each call is one request (a list: one a page),
 * and each failure a KubernetesError.
 */
export function createKubernetesClient(options: KubernetesClientOptions): KubernetesPort {
  const send = createTransport(options);

  /** Sends, and throws for every status that is neither 2xx nor expected. */
  async function ask(request: ApiRequest, expected: readonly number[]): Promise<ApiAnswer> {
    const answer = await send(request);
    const isFine = (answer.status >= 200 && answer.status < 300) || expected.includes(answer.status);
    if (!isFine) throw answerError(request, answer);
    return answer;
  }

  const patchNode = async (nodeName: string, body: unknown) => {
    await ask({ method: 'PATCH', path: nodePath(nodeName), body }, [404]);
  };

  return {
    listNodes: async () => (await listAll(send, '/api/v1/nodes', { item: nodeSchema })).map(toClusterNode),
    async listPodsOnNode(nodeName) {
      const query = { fieldSelector: `spec.nodeName=${nodeName}` };
      return (await listAll(send, '/api/v1/pods', { item: podSchema, query })).map(toClusterPod);
    },
    cordon: (nodeName, reason) => patchNode(nodeName, cordonPatch({ cordoned: true, reason })),
    uncordon: (nodeName) => patchNode(nodeName, cordonPatch({ cordoned: false, reason: null })),
    async evict(pod, { gracePeriodSeconds }) {
      const { namespace, name } = pod;
      const deleteOptions = deletion(pod, gracePeriodSeconds);
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
      const answer = await ask({ method: 'POST', path: `${podPath(pod)}/eviction`, body }, [404, 409, 429]);
      if (answer.status === 404 || answer.status === 409) return { kind: 'gone' };
      if (answer.status !== 429) return { kind: 'evicted' };
      return { kind: 'blocked', message: messageOf(answer), retryAfterSeconds: retryAfterSeconds(answer) };
    },
    async deletePod(pod, { gracePeriodSeconds }) {
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...deletion(pod, gracePeriodSeconds) };
      await ask({ method: 'DELETE', path: podPath(pod), body }, [404, 409]);
    },
    async deleteNode(nodeName) {
      await ask({ method: 'DELETE', path: nodePath(nodeName) }, [404]);
    },
  };
}

function nodePath(nodeName: string): string {
  return `/api/v1/nodes/${encodeURIComponent(nodeName)}`;
}

function podPath({ namespace, name }: PodKey): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
}

/** Null takes an annotation or a label away (RFC 7396). */
function cordonPatch({ cordoned, reason }: { readonly cordoned: boolean; readonly reason: string | null }): unknown {
  return {
    metadata: {
      annotations: { [CORDONED_FOR_ANNOTATION]: reason },
      labels: { [LOAD_BALANCER_EXCLUSION_LABEL]: cordoned ? 'true' : null },
    },
    spec: { unschedulable: cordoned ? true : null },
  };
}

/** The uid makes sure that a new pod of the same name (a StatefulSet's) is left alone: the API answers 409. */
function deletion({ uid }: PodKey, gracePeriodSeconds: number | null) {
  return { preconditions: { uid }, ...(gracePeriodSeconds !== null && { gracePeriodSeconds }) };
}
