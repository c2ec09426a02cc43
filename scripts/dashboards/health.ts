import { CLUSTER, type DashboardFile } from './dashboard.ts';
import { lines, number } from './panel.ts';

const C = 'cluster="$cluster"';

export const health: DashboardFile = {
  name: 'health',
  title: 'SmartScale: control plane health',
  variable: CLUSTER,
  panels: [
    number({
      title: 'Age of the last sample',
      says: 'One comes every two minutes. Without samples the fleet stays as it is.',
      unit: 's',
      bad: 300,
      decimals: 0,
      queries: [[`smartscale_last_sample_age_seconds{${C}}`, '']],
    }),
    number({
      title: 'Age of the last decision',
      says: 'One follows each sample. Older than the sample by more than a minute: look at decision-engine.',
      unit: 's',
      bad: 300,
      decimals: 0,
      queries: [[`smartscale_last_decision_age_seconds{${C}}`, '']],
    }),
    number({
      title: 'Samples missed in a row',
      says: 'Prometheus did not answer, or not with what is needed.',
      unit: 'none',
      bad: 1,
      queries: [[`smartscale_samples_missed_in_a_row{${C}}`, '']],
    }),
    number({
      title: 'Store readable',
      says: '0: the exporter cannot read the event store, and what it tells is old.',
      unit: 'none',
      bad: 1,
      below: true,
      queries: [[`smartscale_store_readable{${C}}`, '']],
    }),
    lines({
      title: 'Events an hour, by stream',
      says: 'Decisions come at a steady pace; a gap is an outage.',
      unit: 'none',
      queries: [[`sum by (stream) (increase(smartscale_events_total{${C}}[1h]))`, '{{stream}}']],
    }),
    lines({
      title: 'Notices to people, an hour',
      says: 'Sent and failed. A failed one is tried again and told late.',
      unit: 'none',
      queries: [[`sum by (type) (increase(smartscale_events_total{${C},stream="notices"}[1h]))`, '{{type}}']],
    }),
    lines({
      title: 'Operations in flight, offerings left alone',
      says: 'An operation that never ends, or offerings without capacity, keep the fleet from its size.',
      unit: 'none',
      steps: true,
      queries: [
        [`smartscale_operations{${C}}`, 'operations'],
        [`smartscale_offerings_unavailable{${C}}`, 'offerings without capacity'],
      ],
    }),
    lines({
      title: 'Targets of Prometheus that answer',
      says: 'Each job, as a share of its targets.',
      unit: 'percentunit',
      steps: true,
      queries: [['avg by (job) (up)', '{{job}}']],
    }),
    lines({
      title: 'How long scrapes take',
      says: 'The slowest target of each job.',
      unit: 's',
      queries: [['max by (job) (scrape_duration_seconds)', '{{job}}']],
    }),
    lines({
      title: 'Container restarts an hour',
      says: 'In all namespaces.',
      unit: 'none',
      queries: [['sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h]))', '{{namespace}}']],
    }),
  ],
};
