import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, KubernetesObject } from './api.ts';

const LOOK_MILLISECONDS = 100;
const UNREACHABLE: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

export type MachineSpec = {
  readonly name: string;
  /** Both make the provider id; without an instance there is none. */
  readonly instanceId?: string;
  readonly zone?: string;
  readonly cores?: number;
  readonly memory?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ready?: boolean;
};

/** How long pods take on these machines. */
export type PodTimes = {
  readonly startSeconds: number;
  /** A pod is gone after this time or after its grace period, whichever ends first. */
  readonly stopSeconds: number;
};

/**
 * Machines that run nothing: they tell the API what kubelets would tell it. Pods bound to them get Running and Ready, and those
 * that are being deleted end.
 */
export type Kubelets = {
  /** Joins a machine, Ready unless told otherwise. */
  add(spec: MachineSpec): Promise<void>;
  setReady(name: string, ready: boolean): Promise<void>;
  /** The pod's containers have ended without a failure. */
  finishPod(name: string): Promise<void>;
  /** The machine says nothing any more; its Node and pods stay as they are. */
  lose(name: string): void;
  /** From now on. At first pods start and stop at once. */
  setPodTimes(times: Partial<PodTimes>): void;
  stop(): Promise<void>;
};

export function startKubelets(api: Api): Kubelets {
  const machines = new Set<string>();
  const times = { startSeconds: 0, stopSeconds: 0 };
  let stopped = false;
  const work = (async () => {
    while (!stopped) {
      if (machines.size > 0) await lookAtPods(api, machines, times).catch(unlessUnreachable);
      await sleep(LOOK_MILLISECONDS);
    }
  })();
  // A test that kubelets have failed is told so when it stops them.
  work.catch(() => undefined);
  return {
    async add(spec) {
      await api.create(nodeOf(spec));
      machines.add(spec.name);
    },
    async setReady(name, ready) {
      const body = { status: { conditions: [readyCondition(ready)] } };
      await patchStatus(api, `/api/v1/nodes/${name}`, body);
    },
    finishPod: (name) => patchStatus(api, `/api/v1/namespaces/default/pods/${name}`, { status: { phase: 'Succeeded' } }),
    lose: (name) => void machines.delete(name),
    setPodTimes: (changed) => void Object.assign(times, changed),
    async stop() {
      stopped = true;
      await work;
    },
  };
}

/** A kubelet bears with an API server that is away. */
function unlessUnreachable(error: NodeJS.ErrnoException): void {
  if (!UNREACHABLE.includes(error.code ?? '')) throw error;
}

async function lookAtPods(api: Api, machines: ReadonlySet<string>, times: PodTimes): Promise<void> {
  const { items } = await api.get('/api/v1/pods?resourceVersion=0');
  const ours = items.filter(({ spec }) => machines.has(spec.nodeName ?? ''));
  await Promise.all(ours.map((pod) => lookAtPod(api, pod, times)));
}

async function lookAtPod(api: Api, { metadata, status }: KubernetesObject, times: PodTimes): Promise<void> {
  const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
  const now = Date.now();
  if (metadata.deletionTimestamp) {
    const graceSeconds = metadata.deletionGracePeriodSeconds ?? 0;
    // The timestamp is when the grace period ends.
    const began = Date.parse(metadata.deletionTimestamp) - graceSeconds * 1_000;
    if (now < began + Math.min(graceSeconds, times.stopSeconds) * 1_000) return;
    const body = { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } };
    await expectStatus(await api.request('DELETE', path, { body }), [200, 404, 409]);
  } else if (status.phase === 'Pending') {
    const began = Date.parse(metadata.creationTimestamp);
    if (now < began + times.startSeconds * 1_000) return;
    await patchStatus(api, path, { metadata: { uid: metadata.uid }, status: running() });
  }
}

function running() {
  const since = new Date().toISOString().replace(/\.\d+/, '');
  const types = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'];
  const conditions = types.map((type) => ({ type, status: 'True', lastTransitionTime: since }));
  return { phase: 'Running', startTime: since, conditions };
}

async function patchStatus(api: Api, path: string, body: object): Promise<void> {
  const answer = await api.request('PATCH', `${path}/status`, { body, contentType: 'application/merge-patch+json' });
  await expectStatus(answer, [200, 404, 409]);
}

/** What was there at the look may be gone, or another thing of that name, by now. */
async function expectStatus({ status, body }: { status: number; body: KubernetesObject }, expected: readonly number[]) {
  if (!expected.includes(status)) throw new Error(`a kubelet was answered with ${status}: ${body.message}`);
}

function nodeOf({ name, instanceId, zone, cores = 4, memory = '8Gi', labels = {}, ready = true }: MachineSpec) {
  const zoneLabel = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  const resources = { cpu: String(cores), memory, pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...zoneLabel, ...labels } },
    spec: instanceId === undefined ? {} : { providerID: `aws:///${zone ?? ''}/${instanceId}` },
    status: { capacity: resources, allocatable: resources, conditions: [readyCondition(ready)] },
  };
}

function readyCondition(ready: boolean) {
  const since = new Date().toISOString().replace(/\.\d+/, '');
  const status = ready ? 'True' : 'False';
  return { type: 'Ready', status, reason: 'Test', message: '', lastHeartbeatTime: since, lastTransitionTime: since };
}
