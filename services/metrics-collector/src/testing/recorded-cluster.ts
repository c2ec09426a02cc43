/** A cluster as node-exporter and kube-state-metrics tell of it. */
export type RecordedNode = {
  readonly name: string;
  readonly isServer?: boolean;
  readonly ready?: boolean;
  readonly cpus?: number;
  /** Share of CPU time that is idle, 0 to 1. */
  readonly idle?: number;
  readonly totalBytes?: number;
  readonly availableBytes?: number;
  /** Seconds since its exporter was first scraped; null when it never was. */
  readonly scrapedForSeconds?: number | null;
};

export type RecordedPod = {
  readonly name: string;
  readonly node?: string;
  readonly kind?: string;
  readonly phase?: 'Pending' | 'Running' | 'Succeeded';
  readonly unschedulable?: boolean;
  readonly ageSeconds?: number;
  /** One entry for each container. */
  readonly cores?: readonly number[];
  readonly bytes?: readonly number[];
};

export type RecordedCluster = { readonly nodes: readonly RecordedNode[]; readonly pods: readonly RecordedPod[] };

const SCRAPE_SECONDS = 15;
const HISTORY_SECONDS = 300;
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
const BUSY_MODES = ['user', 'system', 'nice', 'iowait', 'irq', 'softirq', 'steal'];
const GIB = 1024 ** 3;

type Labels = Readonly<Record<string, string>>;
type Line = (name: string, labels: Labels, value: number, at: number) => void;

/** The five minutes up to `at` (epoch seconds) as OpenMetrics lines, which `promtool tsdb create-blocks-from` takes. */
export function toOpenMetrics({ nodes, pods }: RecordedCluster, at: number): string {
  const lines: string[] = [];
  const line: Line = (name, labels, value, time) => {
    const text = Object.entries(labels).map(([label, content]) => `${label}="${content}"`);
    lines.push(`${name}{${text.join(',')}} ${value} ${time}`);
  };
  for (let ago = HISTORY_SECONDS; ago >= 0; ago -= SCRAPE_SECONDS) {
    for (const node of nodes) tellNode(node, { line, at: at - ago, ago });
    for (const pod of pods) tellPod(pod, { line, at: at - ago, now: at });
  }
  return lines.map((text) => `${text}\n`).join('');
}

function tellNode(node: RecordedNode, { line, at, ago }: { line: Line; at: number; ago: number }): void {
  const { name, ready = true, cpus = 2, isServer = false, scrapedForSeconds = HISTORY_SECONDS } = node;
  const state = { job: 'kube-state-metrics', node: name };
  for (const status of ['true', 'false', 'unknown']) {
    const value = Number(status === (ready ? 'true' : 'unknown'));
    line('kube_node_status_condition', { ...state, condition: 'Ready', status }, value, at);
    line('kube_node_status_condition', { ...state, condition: 'DiskPressure', status }, Number(status === 'false'), at);
  }
  if (isServer) line('kube_node_role', { ...state, role: 'control-plane' }, 1, at);
  line('kube_node_status_allocatable', { ...state, resource: 'cpu', unit: 'core' }, cpus - 0.1, at);
  line('kube_node_status_allocatable', { ...state, resource: 'memory', unit: 'byte' }, 3.5 * GIB, at);
  line('kube_node_status_allocatable', { ...state, resource: 'pods', unit: 'integer' }, 110, at);
  if (scrapedForSeconds === null || ago > scrapedForSeconds) return;
  tellMachine(node, { line, at, aliveSeconds: scrapedForSeconds - ago });
}

function tellMachine(node: RecordedNode, { line, at, aliveSeconds }: { line: Line; at: number; aliveSeconds: number }): void {
  const { name, cpus = 2, idle = 0.5, totalBytes = 4 * GIB, availableBytes = 2 * GIB } = node;
  const machine = { job: 'node-exporter', instance: `${name}:9100`, node: name };
  for (let cpu = 0; cpu < cpus; cpu += 1) {
    const told = { ...machine, cpu: String(cpu) };
    line('node_cpu_seconds_total', { ...told, mode: 'idle' }, 1_000 + idle * aliveSeconds, at);
    for (const mode of BUSY_MODES) {
      line('node_cpu_seconds_total', { ...told, mode }, 10 + ((1 - idle) * aliveSeconds) / BUSY_MODES.length, at);
    }
  }
  line('node_memory_MemTotal_bytes', machine, totalBytes, at);
  line('node_memory_MemAvailable_bytes', machine, availableBytes, at);
}

function tellPod(pod: RecordedPod, { line, at, now }: { line: Line; at: number; now: number }): void {
  const { name, node = '', kind = 'ReplicaSet', phase = 'Running', ageSeconds = 3_600 } = pod;
  const key = { job: 'kube-state-metrics', namespace: 'shop', pod: name, uid: `uid-of-${name}` };
  line('kube_pod_info', { ...key, node, created_by_kind: kind, created_by_name: 'x' }, 1, at);
  line('kube_pod_created', key, now - ageSeconds, at);
  for (const known of PHASES) line('kube_pod_status_phase', { ...key, phase: known }, Number(known === phase), at);
  if (pod.unschedulable) line('kube_pod_status_unschedulable', key, 1, at);
  const told = (resource: string, unit: string) => (value: number, index: number) =>
    line('kube_pod_container_resource_requests', { ...key, node, container: `c${index}`, resource, unit }, value, at);
  pod.cores?.forEach(told('cpu', 'core'));
  pod.bytes?.forEach(told('memory', 'byte'));
}
