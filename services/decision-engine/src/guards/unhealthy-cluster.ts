import { figure } from '../signals/figure.ts';
import type { Guard } from './guard.ts';

/** No scale-down while too many workers are not Ready, those included that Prometheus does not know of at all. */
export const unhealthyCluster: Guard = {
  name: 'unhealthy-cluster',
  judges: ['down'],
  bindsMinimum: false,
  objects({ joined, load, policy }) {
    const { ready, notReady } = load.workers;
    const known = Math.max(joined, ready + notReady);
    const unready = known - ready;
    const { maxNotReadyPercent } = policy.evaluation;
    if (known === 0 || (100 * unready) / known <= maxNotReadyPercent) return null;
    return `${unready} of ${known} workers not Ready, more than ${figure(maxNotReadyPercent)} %`;
  },
};
