import { figuresQuery } from './figures.ts';

/** Long enough for two scrapes at Prometheus' default interval of a minute, short enough to follow a load within two ticks. */
const RATE_WINDOW = '3m';

// A Ready condition of status "true" is 1 on a Ready node and 0 on any other. `max by` makes one series of those of several replicas.
const NODES = 'max by (node) (kube_node_status_condition{condition="Ready",status="true"})';
const SERVERS = 'kube_node_role{role=~"control-plane|master"}';
const WORKERS = `(${NODES} unless on (node) ${SERVERS})`;
const READY = `(${NODES} == 1 unless on (node) ${SERVERS})`;
const onReadyWorkers = (expression: string) => `(${expression} and on (node) ${READY})`;

// node-exporter knows no node names: the scrape configuration gives its series the label `node` (see the README).
const CPU_SECONDS = 'node_cpu_seconds_total';
const cpuRate = (selector: string) => `sum by (node, cpu) (rate(${CPU_SECONDS}${selector}[${RATE_WINDOW}]))`;
// The idle share of each CPU. Plain `rate(idle)` is the same on a node that was scraped all the time; on one that joined a minute
// ago it is too small, because `rate` divides by the whole window, and a fresh worker would look busy. The quotient is right for both.
const IDLE_SHARE = onReadyWorkers(`${cpuRate('{mode="idle"}')} / (${cpuRate('')} > 0)`);
const memory = (series: string) => onReadyWorkers(`max by (node) (${series})`);
const allocatable = (resource: 'cpu' | 'memory') =>
  onReadyWorkers(`max by (node) (kube_node_status_allocatable{resource="${resource}"})`);

const phase = (pattern: string) => `max by (namespace, pod) (kube_pod_status_phase{phase=~"${pattern}"}) == 1`;
const UNSCHEDULABLE = 'max by (namespace, pod) (kube_pod_status_unschedulable == 1)';
const requested = (resource: 'cpu' | 'memory') =>
  `max by (node, namespace, pod, container) (kube_pod_container_resource_requests{resource="${resource}"})`;

// Pods that start already hold their place on a worker. Finished ones do not, though kube-state-metrics still tells their requests.
// Mirror pods (created by a Node) stay on their worker as DaemonSet pods do.
const STAYING_KINDS = 'DaemonSet|Node';
const BOUND = `max by (namespace, pod) (${onReadyWorkers(`kube_pod_info{created_by_kind!~"${STAYING_KINDS}"}`)} and on (namespace, pod) (${phase('Pending|Running')}))`;
const daemons = (resource: 'cpu' | 'memory') =>
  `max(${onReadyWorkers(`sum by (node) (${requested(resource)} and on (namespace, pod) kube_pod_info{created_by_kind=~"${STAYING_KINDS}"})`)})`;

/**
 * How many of `pods` request how much: a series for each size, with the labels `cores` and `bytes`. A pod that requests nothing
 * is of size 0. The size of a pod becomes labels by way of `count_values`, so that the answer grows with sizes, not with pods.
 */
function sizesOf(pods: string): string {
  const perPod = (resource: 'cpu' | 'memory') =>
    `(sum by (namespace, pod) (${requested(resource)} and on (namespace, pod) ${pods}) or 0 * ${pods})`;
  const withCores = `count_values by (namespace, pod) ("cores", round(${perPod('cpu')}, 0.001))`;
  return `count_values by (cores) ("bytes", ${perPod('memory')} * on (namespace, pod) group_left (cores) ${withCores})`;
}

/**
 * Everything that is asked of Prometheus at every tick, besides the application signals of the policy.
 *
 * All but the two `...Sizes` answer figures (see figures.ts). Needs kube-state-metrics 2 or later (scraped with `honor_labels`) and
 * node-exporter with a `node` label; the README has the scrape configuration.
 */
export const QUERIES = {
  /** Nodes by state. `known` counts the server too: it tells a cluster without workers from one without kube-state-metrics. */
  workers: figuresQuery({
    known: `count(${NODES})`,
    workers: `count(${WORKERS})`,
    ready: `count(${READY})`,
    reporting: `count(count by (node) (${IDLE_SHARE}))`,
    clusterAgeSeconds: 'max(time() - timestamp(kube_node_status_condition{condition="Ready",status="true"}))',
    exporterAgeSeconds: `max(${onReadyWorkers(`time() - timestamp(${CPU_SECONDS}{mode="idle"})`)})`,
  }),
  cpu: figuresQuery({
    percent: `100 * (1 - avg(${IDLE_SHARE}))`,
    cores: `count(${IDLE_SHARE})`,
    allocatableCores: `sum(${allocatable('cpu')})`,
  }),
  memory: figuresQuery({
    totalBytes: `sum(${memory('node_memory_MemTotal_bytes')})`,
    availableBytes: `sum(${memory('node_memory_MemAvailable_bytes')})`,
    allocatableBytes: `sum(${allocatable('memory')})`,
  }),
  /** `known` and `requesting` say that kube-state-metrics tells of pods and of requests; only beside them "none" means zero. */
  pods: figuresQuery({
    known: `count(${phase('.+')})`,
    requesting: 'count(kube_pod_container_resource_requests)',
    pending: `count(${phase('Pending')})`,
    unschedulable: `count(${UNSCHEDULABLE})`,
    unschedulableForSeconds: `time() - min(kube_pod_created and on (namespace, pod) ${UNSCHEDULABLE})`,
  }),
  unschedulableSizes: sizesOf(UNSCHEDULABLE),
  podSizes: sizesOf(BOUND),
  /** What one worker has to give: the smallest Ready worker, and the most that DaemonSet pods hold on one. */
  room: figuresQuery({
    allocatableCores: `min(${allocatable('cpu')})`,
    allocatableBytes: `min(${allocatable('memory')})`,
    daemonCores: daemons('cpu'),
    daemonBytes: daemons('memory'),
  }),
} as const;

export type QueryName = keyof typeof QUERIES;

export const QUERY_NAMES = Object.keys(QUERIES) as readonly QueryName[];
