import type { DashboardFile } from './dashboard.ts';
import { lines } from './panel.ts';

const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(demo_request_duration_seconds_bucket[$__rate_interval])))`;

export const demoApp: DashboardFile = {
  name: 'demo-app',
  title: 'Demo application',
  panels: [
    lines({
      title: 'Requests a second, by status',
      says: 'Probes and scrapes are not counted.',
      unit: 'reqps',
      stacked: true,
      queries: [['sum by (status) (rate(demo_requests_total[$__rate_interval]))', '{{status}}']],
    }),
    lines({
      title: 'Share of requests that fail',
      says: 'Answered with 500 or more.',
      unit: 'percentunit',
      queries: [
        [
          '(sum(rate(demo_request_errors_total[$__rate_interval])) or vector(0)) / sum(rate(demo_requests_total[$__rate_interval]))',
          'failed',
        ],
      ],
    }),
    lines({
      title: 'Latency',
      says: 'Half of the requests are faster than p50; one in twenty is slower than p95.',
      unit: 's',
      queries: [
        [quantile(0.5), 'p50'],
        [quantile(0.95), 'p95'],
        [quantile(0.99), 'p99'],
      ],
    }),
    lines({
      title: 'Queue',
      says: 'The policy may ask for workers by its depth.',
      unit: 'none',
      queries: [
        ['sum(demo_queue_depth)', 'waiting'],
        ['sum(demo_jobs_running)', 'running'],
      ],
    }),
    lines({
      title: 'CPU used on request, and who waits for it',
      says: 'Seconds of CPU a second; requests and jobs that wait for a thread.',
      unit: 'none',
      queries: [
        ['sum(rate(demo_cpu_burned_seconds_total[$__rate_interval]))', 'CPU'],
        ['sum(demo_cpu_waiting)', 'waiting'],
      ],
    }),
    lines({
      title: 'Pods',
      says: 'What the HPA wants, and what runs. The difference waits for workers.',
      unit: 'none',
      steps: true,
      queries: [
        ['kube_horizontalpodautoscaler_status_desired_replicas{namespace="demo"}', 'wanted'],
        ['kube_deployment_status_replicas_available{namespace="demo",deployment="demo-app"}', 'available'],
      ],
    }),
  ],
};
