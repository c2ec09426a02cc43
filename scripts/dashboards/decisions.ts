import { CLUSTER, type DashboardFile } from './dashboard.ts';
import { lines, number } from './panel.ts';

const C = 'cluster="$cluster"';

export const decisions: DashboardFile = {
  name: 'decisions',
  title: 'SmartScale: decisions and their reasons',
  variable: CLUSTER,
  panels: [
    number({
      title: 'Scaled up',
      says: 'In the time that is shown.',
      unit: 'none',
      decimals: 0,
      queries: [[`sum(increase(smartscale_decisions_total{${C},action="up"}[$__range]))`, '']],
    }),
    number({
      title: 'Scaled down',
      says: 'In the time that is shown.',
      unit: 'none',
      decimals: 0,
      queries: [[`sum(increase(smartscale_decisions_total{${C},action="down"}[$__range]))`, '']],
    }),
    number({
      title: 'Spot interruptions',
      says: 'Notices that EC2 will take a worker, in the time that is shown.',
      unit: 'none',
      decimals: 0,
      queries: [[`increase(smartscale_spot_warnings_total{${C},kind="interruption"}[$__range])`, '']],
    }),
    number({
      title: 'Policy version',
      says: 'Rises with each policy that is adopted; 0 is none.',
      unit: 'none',
      queries: [[`smartscale_policy_version{${C}}`, '']],
    }),
    lines({
      title: 'Changes an hour, by what asked for them',
      says: 'smartscale explain tells each one in full.',
      unit: 'none',
      stacked: true,
      queries: [
        [
          `sum by (action, decided_by) (increase(smartscale_decisions_total{${C},action!="hold",decided_by!=""}[1h]))`,
          '{{action}}: {{decided_by}}',
        ],
      ],
    }),
    lines({
      title: 'Holds an hour, by what held',
      says: 'A cooldown that holds often is too long, or the fleet swings.',
      unit: 'none',
      stacked: true,
      queries: [
        [`sum by (decided_by) (increase(smartscale_decisions_total{${C},action="hold",decided_by!=""}[1h]))`, '{{decided_by}}'],
      ],
    }),
    lines({
      title: 'CPU and memory that they rested on',
      says: 'Of the samples, over the workers that were Ready.',
      unit: 'percent',
      queries: [
        [`smartscale_cpu_percent{${C}}`, 'CPU'],
        [`smartscale_memory_percent{${C}}`, 'memory'],
      ],
    }),
    lines({
      title: 'What happened to workers, an hour',
      says: 'Launches and joins, drains and terminations, losses.',
      unit: 'none',
      queries: [
        [
          `sum by (type) (increase(smartscale_events_total{${C},stream="fleet",type=~"Node.*|Launch.*|Offering.*"}[1h]))`,
          '{{type}}',
        ],
      ],
    }),
  ],
};
