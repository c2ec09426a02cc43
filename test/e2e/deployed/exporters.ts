import type { KubernetesObject, LocalKubernetes } from '../../peers/kubernetes/index.ts';
import { createCpuCounters } from './cpu-counters.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';
import { SERVER_LABEL, WEB_POD, WORKER } from './sizes.ts';

const GIB = 1024 ** 3;
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

export type Exporters = LocalServer & {
  /** How busy all workers are from now on. */
  setBusyPercent(percent: number): void;
};

type Labels = Readonly<Record<string, string>>;

/** kube-state-metrics and the workers' node-exporters in one: what they would tell of the cluster as it is. */
export async function startExporters(kubernetes: LocalKubernetes): Promise<Exporters> {
  let busyPercent = 50;
  const counters = new Map<string, ReturnType<typeof createCpuCounters>>();
  const countersOf = (name: string) => {
    const known = counters.get(name) ?? createCpuCounters(busyPercent, Date.now);
    counters.set(name, known);
    return known;
  };
  const server = await startLocalServer(async () => {
    const [nodes, pods] = await Promise.all([kubernetes.admin.get('/api/v1/nodes'), kubernetes.admin.get('/api/v1/pods')]);
    const lines = [
      ...nodes.items.flatMap(tellNode),
      ...nodes.items.filter(isReady).flatMap(({ metadata: { name } }) => tellMachine(name, countersOf(name).read())),
      ...pods.items.flatMap(tellPod),
    ];
    return `${lines.join('\n')}\n`;
  });
  return {
    ...server,
    setBusyPercent(percent) {
      busyPercent = percent;
      for (const each of counters.values()) each.setBusyPercent(percent);
    },
  };
}

function line(name: string, labels: Labels, value: number): string {
  const text = Object.entries(labels).map(([label, content]) => `${label}="${content}"`);
  return `${name}{${text.join(',')}} ${value}`;
}

function isReady({ status }: KubernetesObject): boolean {
  return status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') === true;
}

function tellNode(node: KubernetesObject): readonly string[] {
  const { name, labels = {} } = node.metadata;
  const ready = { node: name, condition: 'Ready' };
  const isServer = Object.hasOwn(labels, SERVER_LABEL);
  return [
    ...['true', 'false'].map((status) =>
      line('kube_node_status_condition', { ...ready, status }, Number(status === String(isReady(node)))),
    ),
    ...(isServer ? [line('kube_node_role', { node: name, role: 'control-plane' }, 1)] : []),
    line('kube_node_status_allocatable', { node: name, resource: 'cpu', unit: 'core' }, WORKER.cores),
    line('kube_node_status_allocatable', { node: name, resource: 'memory', unit: 'byte' }, WORKER.gibibytes * GIB),
  ];
}

function tellMachine(node: string, { idle, busy }: { readonly idle: number; readonly busy: number }): readonly string[] {
  return [
    line('node_cpu_seconds_total', { node, cpu: '0', mode: 'idle' }, idle),
    line('node_cpu_seconds_total', { node, cpu: '0', mode: 'user' }, busy),
    line('node_memory_MemTotal_bytes', { node }, WORKER.gibibytes * GIB),
    line('node_memory_MemAvailable_bytes', { node }, WORKER.gibibytes * GIB * 0.6),
  ];
}

function tellPod({ metadata, spec, status }: KubernetesObject): readonly string[] {
  const { namespace, name: pod, creationTimestamp } = metadata;
  const key = { namespace, pod };
  const node = spec.nodeName ?? '';
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  const requests = { ...key, node, container: 'main' };
  return [
    line('kube_pod_info', { ...key, node, created_by_kind: 'ReplicaSet' }, 1),
    line('kube_pod_created', key, Date.parse(creationTimestamp) / 1_000),
    ...PHASES.map((phase) => line('kube_pod_status_phase', { ...key, phase }, Number(phase === status.phase))),
    ...(scheduled?.reason === 'Unschedulable' ? [line('kube_pod_status_unschedulable', key, 1)] : []),
    line('kube_pod_container_resource_requests', { ...requests, resource: 'cpu', unit: 'core' }, WEB_POD.cores),
    line('kube_pod_container_resource_requests', { ...requests, resource: 'memory', unit: 'byte' }, WEB_POD.gibibytes * GIB),
  ];
}
