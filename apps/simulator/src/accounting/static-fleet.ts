import { type Demand, PEAK_PERCENTILE, percentileOf } from '@smartscale/backtest/traces';
import type { Policy } from '@smartscale/events';
import { pricePerHourUsd } from '../world/ec2/instance-types.ts';
import { HOT_ABOVE } from './account.ts';

/** The fleet that people would have without an autoscaler: large enough for the usual peak, all On-Demand, never changed. */
export type StaticFleet = { readonly workers: number; readonly costUsd: number };

/** Workers for the 99.5th percentile of demand at 90 % load, within the policy's bounds, of its cheapest instance type. */
export function staticFleetOf(demand: Demand, policy: Policy, hours: number): StaticFleet {
  const wanted = Math.ceil(percentileOf(demand.workers, PEAK_PERCENTILE) / HOT_ABOVE);
  const workers = Math.min(policy.workers.max, Math.max(policy.workers.min, wanted));
  const prices = policy.placement.instanceTypes.map((instanceType) =>
    pricePerHourUsd({ instanceType, capacityType: 'on-demand' }),
  );
  return { workers, costUsd: workers * hours * Math.min(...prices) };
}
