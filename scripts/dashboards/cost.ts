import { CLUSTER, type DashboardFile } from './dashboard.ts';
import { lines, number } from './panel.ts';

const C = 'cluster="$cluster"';

export const cost: DashboardFile = {
  name: 'cost',
  title: 'SmartScale: cost and savings',
  variable: CLUSTER,
  panels: [
    number({
      title: 'This month so far',
      says: 'Workers with their disks and addresses, the server, the control plane. smartscale cost has the lines.',
      unit: 'currencyUSD',
      decimals: 2,
      queries: [[`smartscale_month_cost_usd{${C}}`, '']],
    }),
    number({
      title: 'Its workers',
      says: 'The part of it that scaling changes.',
      unit: 'currencyUSD',
      decimals: 2,
      queries: [[`smartscale_month_workers_cost_usd{${C}}`, '']],
    }),
    number({
      title: 'Saved against On-Demand',
      says: 'The same hours, all On-Demand.',
      unit: 'percent',
      decimals: 1,
      queries: [[`smartscale_month_savings_percent{${C},against="on-demand"}`, '']],
    }),
    number({
      title: 'Saved against a static fleet',
      says: "A fleet that carries the month's peak and never changes.",
      unit: 'percent',
      decimals: 1,
      queries: [[`smartscale_month_savings_percent{${C},against="static"}`, '']],
    }),
    lines({
      title: 'This month, and what it would have cost otherwise',
      says: 'Each begins anew with the month.',
      unit: 'currencyUSD',
      queries: [
        [`smartscale_month_cost_usd{${C}}`, 'as it is'],
        [`smartscale_month_cost_otherwise_usd{${C}}`, '{{against}}'],
      ],
    }),
    lines({
      title: 'Cost of the workers an hour, by capacity type',
      says: 'At the prices that are known.',
      unit: 'currencyUSD',
      stacked: true,
      steps: true,
      queries: [[`smartscale_worker_price_usd_per_hour{${C}}`, '{{capacity_type}}']],
    }),
  ],
};
