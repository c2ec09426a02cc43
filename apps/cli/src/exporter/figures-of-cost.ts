import type { Family } from './exposition.ts';
import type { Facts } from './facts.ts';
import { gauge } from './gauge.ts';

/** The books of the current month, all in, beside what it would have cost otherwise. They begin anew with each month. */
export function figuresOfCost({ cluster, statement }: Facts): readonly Family[] {
  const compared = (against: string, found: { usd: number; savedPercent: number } | null | undefined) => ({ against, found });
  const others = [compared('on-demand', statement?.onDemand), compared('static', statement?.staticFleet)].flatMap(
    ({ against, found }) => (found ? [{ against, ...found }] : []),
  );
  return [
    gauge(
      'smartscale_month_cost_usd',
      'What this month has cost, workers, server and control plane.',
      { cluster },
      statement?.usd,
    ),
    gauge('smartscale_month_workers_cost_usd', 'What its workers have cost.', { cluster }, statement?.workers.usd),
    {
      name: 'smartscale_month_cost_otherwise_usd',
      help: 'What it would have cost: the same hours On-Demand, or a fleet that never changes.',
      type: 'gauge',
      samples: others.map(({ against, usd }) => ({ labels: { cluster, against }, value: usd })),
    },
    {
      name: 'smartscale_month_savings_percent',
      help: 'What was saved against that.',
      type: 'gauge',
      samples: others.map(({ against, savedPercent }) => ({ labels: { cluster, against }, value: savedPercent })),
    },
  ];
}
