import { CLUSTER, type DashboardFile } from './dashboard.ts';
import { lines, number } from './panel.ts';

const C = 'cluster="$cluster"';
// The server is left out, as in the queries of metrics-collector.
const WORKERS = 'on (node) (kube_node_info unless on (node) kube_node_role{role="control-plane"})';
const IDLE = 'sum by (node) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))';
const ALL = 'sum by (node) (rate(node_cpu_seconds_total[$__rate_interval]))';

export const fleet: DashboardFile = {
  name: 'fleet',
  title: 'SmartScale: fleet and zones',
  variable: CLUSTER,
  panels: [
    number({
      title: 'Workers',
      says: 'From launch to termination, draining ones too.',
      unit: 'none',
      queries: [[`sum(smartscale_workers{${C}})`, '']],
    }),
    number({
      title: 'Spot share',
      says: 'Of all workers that are meant to stay.',
      unit: 'percent',
      decimals: 0,
      queries: [[`smartscale_spot_share_percent{${C}}`, '']],
    }),
    number({
      title: 'Cost an hour',
      says: 'What the workers cost as they are now, at the prices that are known.',
      unit: 'currencyUSD',
      decimals: 3,
      queries: [[`sum(smartscale_worker_price_usd_per_hour{${C}})`, '']],
    }),
    number({
      title: 'Pods that no node takes',
      says: 'At the last sample.',
      unit: 'none',
      bad: 1,
      queries: [[`smartscale_pods_unschedulable{${C}}`, '']],
    }),
    lines({
      title: 'Workers by zone and capacity type',
      says: 'Zones are to be equally full, the first workers On-Demand.',
      unit: 'none',
      stacked: true,
      steps: true,
      queries: [[`sum by (zone, capacity_type) (smartscale_workers{${C}})`, '{{zone}} {{capacity_type}}']],
    }),
    lines({
      title: 'Workers wanted and had',
      says: 'What the last decision wanted, between the bounds of the policy.',
      unit: 'none',
      steps: true,
      queries: [
        [`smartscale_wanted_workers{${C}}`, 'wanted'],
        [`sum(smartscale_workers{${C},status=~"launched|joined"})`, 'here or coming'],
        [`smartscale_workers_min{${C}}`, 'least'],
        [`smartscale_workers_max{${C}}`, 'most'],
      ],
    }),
    lines({
      title: 'Spot share beside its target',
      says: 'The policy speaks of the workers above the On-Demand base; here it is of all. Whole workers come close only.',
      unit: 'percent',
      steps: true,
      queries: [
        [`smartscale_spot_share_percent{${C}}`, 'Spot'],
        [`smartscale_spot_share_target_percent{${C}}`, 'target'],
      ],
    }),
    lines({
      title: 'Workers by status',
      says: 'Launched ones have not joined yet; draining and drained ones are on their way out.',
      unit: 'none',
      stacked: true,
      steps: true,
      queries: [[`sum by (status) (smartscale_workers{${C}})`, '{{status}}']],
    }),
    lines({
      title: 'CPU in use, by worker',
      says: 'Of node-exporter, without the server.',
      unit: 'percentunit',
      queries: [[`(1 - ${IDLE} / ${ALL}) and ${WORKERS}`, '{{node}}']],
    }),
    lines({
      title: 'Memory in use, by worker',
      says: 'Of node-exporter, without the server.',
      unit: 'percentunit',
      queries: [
        [
          `(1 - max by (node) (node_memory_MemAvailable_bytes) / max by (node) (node_memory_MemTotal_bytes)) and ${WORKERS}`,
          '{{node}}',
        ],
      ],
    }),
    lines({
      title: 'Nodes that are Ready and not',
      says: 'As Kubernetes sees them, the server too.',
      unit: 'none',
      stacked: true,
      steps: true,
      queries: [
        ['sum(kube_node_status_condition{condition="Ready",status="true"})', 'Ready'],
        ['sum(kube_node_status_condition{condition="Ready",status!="true"})', 'not Ready'],
      ],
    }),
    lines({
      title: 'CPU that pods request, of what there is',
      says: 'Requests decide what fits; use decides what is hot.',
      unit: 'none',
      queries: [
        ['sum(kube_pod_container_resource_requests{resource="cpu"})', 'requested'],
        ['sum(kube_node_status_allocatable{resource="cpu"})', 'allocatable'],
      ],
    }),
  ],
};
