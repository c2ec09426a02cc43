import type { CapacityType } from '@smartscale/capacity-manager/handler';

type InstanceTypeFacts = {
  readonly onDemandUsdPerHour: number;
  /** What Spot costs less than On-Demand. */
  readonly spotSavingsPercent: number;
  /** Spot instances taken back within a month, of a hundred: the middle of the Spot Advisor's range. */
  readonly interruptedPerMonthPercent: number;
};

/**
 * The types this world offers: all of 2 vCPU, so that each serves the same. ap-south-1, Linux, USD.
 *
 * On-Demand: AWS price list of 2025. Spot: AWS Spot Instance Advisor of 2025-06-28, its ranges "<5 %", "5-10 %", "10-15 %" and
 * ">20 %" taken as 2.5, 7.5, 12.5 and 25.
 */
const TYPES: Readonly<Record<string, InstanceTypeFacts>> = {
  't3.medium': { onDemandUsdPerHour: 0.0448, spotSavingsPercent: 59, interruptedPerMonthPercent: 2.5 },
  't3.large': { onDemandUsdPerHour: 0.0896, spotSavingsPercent: 65, interruptedPerMonthPercent: 7.5 },
  't3a.medium': { onDemandUsdPerHour: 0.0246, spotSavingsPercent: 65, interruptedPerMonthPercent: 25 },
  't3a.large': { onDemandUsdPerHour: 0.0493, spotSavingsPercent: 69, interruptedPerMonthPercent: 25 },
  'm5.large': { onDemandUsdPerHour: 0.101, spotSavingsPercent: 68, interruptedPerMonthPercent: 12.5 },
  'm6i.large': { onDemandUsdPerHour: 0.101, spotSavingsPercent: 58, interruptedPerMonthPercent: 12.5 },
};

export const INSTANCE_TYPES: readonly string[] = Object.keys(TYPES);

export type Offering = { readonly instanceType: string; readonly zone: string; readonly capacityType: CapacityType };

export function isOffered(instanceType: string): boolean {
  return Object.hasOwn(TYPES, instanceType);
}

/** USD per hour, to a hundredth of a cent. Throws on a type that is not offered. */
export function pricePerHourUsd({ instanceType, capacityType }: Pick<Offering, 'instanceType' | 'capacityType'>): number {
  const { onDemandUsdPerHour, spotSavingsPercent } = factsOf(instanceType);
  if (capacityType === 'on-demand') return onDemandUsdPerHour;
  return Math.round(onDemandUsdPerHour * (100 - spotSavingsPercent) * 100) / 10_000;
}

/** Mean time until a Spot instance of the type is taken back, if a month's share of them is. */
export function meanHoursToInterruption(instanceType: string): number {
  return (-30 * 24) / Math.log(1 - factsOf(instanceType).interruptedPerMonthPercent / 100);
}

function factsOf(instanceType: string): InstanceTypeFacts {
  const facts = TYPES[instanceType];
  if (!facts) throw new Error(`this world has no price for ${instanceType}: it offers ${INSTANCE_TYPES.join(', ')}`);
  return facts;
}
