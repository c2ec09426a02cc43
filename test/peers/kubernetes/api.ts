import { request as secureRequest } from 'node:https';
import { text as textOf } from 'node:stream/consumers';

export type KubernetesAnswer = { readonly status: number; readonly body: KubernetesObject };

/** What tests read of an answer, whichever kind of object has it. The test knows what it asked for. */
export type KubernetesObject = {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly deletionGracePeriodSeconds?: number;
  };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
    /** Of a budget. */
    readonly observedGeneration?: number;
    readonly currentHealthy?: number;
    readonly disruptionsAllowed?: number;
    /** Of a TokenRequest. */
    readonly token?: string;
  };
  /** Of a list. */
  readonly items: readonly KubernetesObject[];
  /** Of a role. */
  readonly rules: readonly { readonly verbs: readonly string[]; readonly resources: readonly string[] }[];
  /** Of a Status. */
  readonly message?: string;
};

/** The API, asked by somebody. */
export type Api = {
  request(
    method: string,
    path: string,
    options?: { readonly body?: object | string; readonly contentType?: string },
  ): Promise<KubernetesAnswer>;
  /** GET of something that is there. */
  get(path: string): Promise<KubernetesObject>;
  /** Creates an object and gives it back as it was stored. Fails when it is there already. */
  create(object: Manifest): Promise<KubernetesObject>;
  /** Creates or changes every object of a YAML text, as `kubectl apply --server-side` does. Unknown fields are refused. */
  apply(yaml: string): Promise<void>;
  /** A token for a ServiceAccount, as `kubectl create token` gives it. */
  tokenOf(account: { readonly namespace: string; readonly name: string }): Promise<string>;
};

export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
};

const TIMEOUT_MILLISECONDS = 30_000;
const CLUSTER_WIDE: readonly string[] = ['Node', 'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass'];

export function createApi({ server, ca, token }: { server: string; ca: string; token: string }): Api {
  const api: Api = {
    request(method, path, { body, contentType = 'application/json' } = {}) {
      const payload = typeof body === 'object' ? JSON.stringify(body) : body;
      return new Promise((resolve, reject) => {
        // Without its length Node would send the body of a DELETE unframed.
        const length = { 'content-length': Buffer.byteLength(payload ?? '') };
        const headers = { authorization: `Bearer ${token}`, 'content-type': contentType, ...length };
        const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
        const sent = secureRequest(new URL(path, server), { method, ca, headers, signal });
        sent.on('error', reject);
        sent.on('response', (response) => {
          const status = response.statusCode ?? 0;
          textOf(response).then((text) => resolve({ status, body: parse(text) }), reject);
        });
        sent.end(payload);
      });
    },
    get: async (path) => expectSuccess(`GET ${path}`, await api.request('GET', path)),
    async create(object) {
      const path = collectionPath(object);
      return expectSuccess(`POST ${path}`, await api.request('POST', path, { body: object }));
    },
    async apply(yaml) {
      for (const body of yaml.split(/^---$/m)) {
        const object = headOf(body);
        const path = `${collectionPath(object)}/${object.metadata.name}?fieldManager=test&fieldValidation=Strict`;
        const contentType = 'application/apply-patch+yaml';
        expectSuccess(`PATCH ${path}`, await api.request('PATCH', path, { body, contentType }));
      }
    },
    async tokenOf({ namespace, name }) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
      const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
      return expectSuccess(`POST ${path}`, await api.request('POST', path, { body })).status.token ?? '';
    },
  };
  return api;
}

/** What is no JSON ("404 page not found") becomes the message of a Status. */
function parse(text: string): KubernetesObject {
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : { message: text.trim() };
  return body as KubernetesObject;
}

function expectSuccess(asked: string, { status, body }: KubernetesAnswer): KubernetesObject {
  if (status >= 200 && status < 300) return body;
  throw new Error(`${asked} was answered with ${status}: ${body.message}`);
}

/** What a YAML document is about: the API reads the rest. */
function headOf(yaml: string): Manifest {
  const fieldOf = (key: string) => new RegExp(`^${key}: (\\S+)$`, 'm').exec(yaml)?.[1];
  const [apiVersion, kind, name] = ['apiVersion', 'kind', '  name'].map(fieldOf);
  if (!apiVersion || !kind || !name) throw new Error(`no manifest of one object: ${yaml}`);
  const namespace = fieldOf('  namespace');
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

/** `/apis/apps/v1/namespaces/default/deployments` */
function collectionPath({ apiVersion, kind, metadata: { namespace = 'default' } }: Manifest): string {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const collection = `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
  return CLUSTER_WIDE.includes(kind) ? `${group}/${collection}` : `${group}/namespaces/${namespace}/${collection}`;
}
