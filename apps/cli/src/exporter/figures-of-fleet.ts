import type { Worker } from '@smartscale/projections/fleet';
import type { Family, Sample } from './exposition.ts';
import type { Facts } from './facts.ts';
import { gauge } from './gauge.ts';

/** Workers, what bounds them, and the mix. */
export function figuresOfFleet({ cluster, fleet, policy }: Facts): readonly Family[] {
  const workers = Object.values(fleet.workers);
  const bounds = policy?.policy.workers;
  return [
    {
      name: 'smartscale_workers',
      help: 'Workers from launch to termination, by zone, capacity type and status.',
      type: 'gauge',
      samples: countedWorkers(cluster, workers),
    },
    gauge('smartscale_workers_min', 'The policy keeps at least that many.', { cluster }, bounds?.min),
    gauge('smartscale_workers_max', 'The policy allows at most that many.', { cluster }, bounds?.max),
    ...spotShares({ cluster, fleet, policy }),
    gauge('smartscale_operations', 'Scale operations in flight.', { cluster }, fleet.operations.length),
    {
      name: 'smartscale_worker_price_usd_per_hour',
      help: 'What the workers cost an hour, by capacity type.',
      type: 'gauge',
      samples: (['spot', 'on-demand'] as const).map((capacityType) => ({
        labels: { cluster, capacity_type: capacityType },
        value: workers.reduce((sum, worker) => sum + (worker.capacityType === capacityType ? worker.pricePerHourUsd : 0), 0),
      })),
    },
  ];
}

function countedWorkers(cluster: string, workers: readonly Worker[]): readonly Sample[] {
  const counts = Map.groupBy(workers, ({ zone, capacityType, status }) => JSON.stringify([zone, capacityType, status]));
  return [...counts].map(([key, { length }]) => {
    const [zone = '', capacity_type = '', status = ''] = JSON.parse(key) as string[];
    return { labels: { cluster, zone, capacity_type, status }, value: length };
  });
}

/** Of all workers, as people count; the policy speaks of those above the base, and is translated. */
function spotShares({ cluster, fleet, policy }: Pick<Facts, 'cluster' | 'fleet' | 'policy'>): readonly Family[] {
  const staying = Object.values(fleet.workers).filter(({ status }) => status === 'joined' || status === 'launched');
  const spot = staying.filter(({ capacityType }) => capacityType === 'spot').length;
  const total = staying.length;
  const mix = policy?.policy.mix;
  const above = mix && Math.max(0, total - mix.onDemandBase);
  const target = mix && above !== undefined && total > 0 ? (above * mix.spotPercentAboveBase) / total : undefined;
  return [
    gauge(
      'smartscale_spot_share_percent',
      'Spot among all workers.',
      { cluster },
      total > 0 ? (100 * spot) / total : undefined,
    ),
    gauge('smartscale_spot_share_target_percent', 'What the policy comes to for so many workers.', { cluster }, target),
  ];
}
