import type { LedgerState } from './ledger-state.ts';
import type { Line, MachineCosts } from './lines.ts';

/** USD per hour of On-Demand by instance type: a price list of one region. */
export type OnDemandPrices = Readonly<Record<string, number>>;

export type StaticFleet = { readonly workers: number; readonly instanceType: string };

/** On-Demand prices as the fleet itself has them, the newest of each type. */
export function pricesSeen(state: LedgerState): OnDemandPrices {
  const lives = [...state.ended, ...Object.values(state.living)].filter(({ capacityType }) => capacityType === 'on-demand');
  const seen: Record<string, number> = {};
  for (const { instanceType, rates } of lives.toSorted((one, other) => one.from - other.from)) {
    const usdPerHour = rates.at(-1)?.usdPerHour;
    if (typeof usdPerHour === 'number') seen[instanceType] = usdPerHour;
  }
  return seen;
}

/** The same hours of the same types, all On-Demand. Types without a price in the list are named and taken at what they cost. */
export function sameHoursOnDemand(
  lines: readonly Line[],
  prices: OnDemandPrices,
): { readonly usd: number; readonly unpriced: readonly string[] } {
  const unpriced = new Set<string>();
  let usd = 0;
  for (const { instanceType, hours, instanceUsd, diskUsd, addressUsd } of lines) {
    const price = prices[instanceType];
    if (price === undefined) unpriced.add(instanceType);
    usd += (price === undefined ? instanceUsd : hours * price) + diskUsd + addressUsd;
  }
  return { usd, unpriced: [...unpriced].sort() };
}

/** The cheapest type of a policy that the list has a price of. Null when there is none. */
export function cheapestType(instanceTypes: readonly string[], prices: OnDemandPrices): string | null {
  const known = instanceTypes.filter((type) => prices[type] !== undefined);
  return known.toSorted((one, other) => (prices[one] ?? 0) - (prices[other] ?? 0))[0] ?? null;
}

/** USD per hour of a fleet of always the same size, with disks and addresses. Null when its type has no price. */
export function staticUsdPerHour(fleet: StaticFleet, prices: OnDemandPrices, machine: MachineCosts): number | null {
  const price = prices[fleet.instanceType];
  if (price === undefined) return null;
  return fleet.workers * (price + machine.diskUsdPerHour + machine.addressUsdPerHour);
}
