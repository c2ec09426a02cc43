import { HOURS_PER_PRICED_MONTH, type MachinePrices } from '../prices/machine-prices.ts';
import type { MachineCosts } from './lines.ts';

/** What costs the same however many workers there are, by the hour. Null: not known. */
export type FixedCosts = {
  readonly serverInstance: number | null;
  readonly serverDisk: number;
  readonly serverAddress: number;
  readonly serverZone: number;
  readonly controlPlane: number;
};

/** USD per hour. A fleet without an autoscaler has the server, too, and no control plane. */
export function fixedCosts(options: {
  /** USD per hour of the K3s server's instance; null when it is not known. */
  readonly serverUsdPerHour: number | null;
  readonly machine: MachineCosts;
  readonly prices: MachinePrices;
  readonly controlPlaneUsdPerMonth: number;
}): FixedCosts {
  const { serverUsdPerHour, machine, prices, controlPlaneUsdPerMonth } = options;
  return {
    serverInstance: serverUsdPerHour,
    serverDisk: machine.diskUsdPerHour,
    serverAddress: machine.addressUsdPerHour,
    serverZone: prices.hostedZonePerMonth / HOURS_PER_PRICED_MONTH,
    controlPlane: controlPlaneUsdPerMonth / HOURS_PER_PRICED_MONTH,
  };
}

/** USD per hour of all of them, as far as they are known. */
export function fixedUsdPerHour(costs: FixedCosts): number {
  return Object.values(costs).reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
}
