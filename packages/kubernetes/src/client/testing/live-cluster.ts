import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KubernetesObject, type LocalKubernetes, startKubernetes } from '../../../../../test/peers/kubernetes/index.ts';
import { KubernetesError, type KubernetesPort } from '../../port.ts';
import { createKubernetesClient } from '../kubernetes-client.ts';

const PATIENCE_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;

/** The rights that are given to SmartScale in a cluster. */
export const RIGHTS = readFileSync(new URL('../../../rbac/smartscale.yaml', import.meta.url), 'utf8');
export const ACCOUNT = { namespace: 'smartscale', name: 'smartscale' };

/** A real cluster, and the client that has nothing but the token of SmartScale's own account. */
export type LiveCluster = LocalKubernetes & {
  readonly client: KubernetesPort;
  readonly token: string;
  clientWith(changed: { readonly token?: string; readonly ca?: string; readonly server?: string }): KubernetesPort;
  podsOf(app: string): Promise<readonly KubernetesObject[]>;
  /** Waits until so many pods of that app are Running on that node. */
  running(app: string, count: number, nodeName: string): Promise<void>;
};

export async function startLiveCluster(): Promise<LiveCluster> {
  const cluster = await startKubernetes();
  await cluster.admin.apply(RIGHTS);
  const token = await cluster.admin.tokenOf(ACCOUNT);
  const clientWith: LiveCluster['clientWith'] = (changed) => {
    const credential = {
      server: changed.server ?? cluster.server,
      caCertificate: changed.ca ?? cluster.ca,
      token: changed.token ?? token,
    };
    return createKubernetesClient({ credential: async () => credential, timeoutMilliseconds: 10_000 });
  };
  const podsOf = async (app: string) => (await cluster.admin.get(`/api/v1/pods?labelSelector=app%3D${app}`)).items;
  const running: LiveCluster['running'] = (app, count, nodeName) =>
    until(`${count} pods of ${app} run on ${nodeName}`, async () => {
      const pods = (await podsOf(app)).filter(isRunning);
      return pods.length === count && pods.every(({ spec }: KubernetesObject) => spec.nodeName === nodeName);
    });
  return { ...cluster, token, client: clientWith({}), clientWith, podsOf, running };
}

export function isRunning({ metadata, status }: KubernetesObject): boolean {
  return status.phase === 'Running' && !metadata.deletionTimestamp;
}

/** Looks until something is so. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const patienceEnds = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await isSo())) {
    if (Date.now() > patienceEnds) throw new Error(`it did not come about that ${what}`);
    await sleep(LOOK_MILLISECONDS);
  }
}

export async function errorOf(call: Promise<unknown>): Promise<KubernetesError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof KubernetesError) return error;
  throw new Error(`expected a KubernetesError, got ${error}`);
}
