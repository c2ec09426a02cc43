import type { cost } from '@smartscale/projections';

export type CostView = cost.CostSoFar & { readonly since: string; readonly until: string };

/** What the workers have cost so far, and what is not in it. */
export function formatCost({ usd, workerHours, spotHoursPercent, since, until }: CostView): string {
  return [
    `${usd.toFixed(2)} USD for ${workerHours.toFixed(1)} worker-hours, ${spotHoursPercent.toFixed(0)} % of them Spot, from ${since} to ${until}`,
    'Workers alone, each by the second at the price that it was launched at. Disks, public addresses, traffic, the K3s server and the control',
    'plane are not in it; for the last: smartscale cost --control-plane',
  ].join('\n');
}
