import { HOURS_PER_PRICED_MONTH, MACHINE_PRICES } from '../prices/machine-prices.ts';
import { ON_DEMAND_PRICES } from '../prices/on-demand-prices.ts';

/** A row of the table that promised what SmartScale would save, in USD a month as it stood there. */
type PromisedRow = {
  readonly name: string;
  readonly total: number;
  readonly workers: number;
  readonly server: number;
  readonly lambda: number;
  readonly dynamoDb: number;
};

export const PROMISED: readonly PromisedRow[] = [
  { name: 'no autoscaler', total: 180, workers: 150, server: 30, lambda: 0, dynamoDb: 0 },
  { name: 'autoscaler', total: 131, workers: 90, server: 30, lambda: 8, dynamoDb: 3 },
  { name: 'with Spot', total: 92, workers: 48, server: 30, lambda: 10, dynamoDb: 4 },
  { name: 'with prediction', total: 83, workers: 37, server: 30, lambda: 12, dynamoDb: 4 },
  { name: 'best case', total: 76, workers: 30, server: 30, lambda: 12, dynamoDb: 4 },
];

/** Workers on average, and the share of them on Spot, with which the table's sums come out. */
const ASSUMED: readonly { readonly averageWorkers: number; readonly spotShare: number }[] = [
  { averageWorkers: 5, spotShare: 0 },
  { averageWorkers: 3, spotShare: 0 },
  { averageWorkers: 3, spotShare: 0.7 },
  { averageWorkers: 2.32, spotShare: 0.7 },
  { averageWorkers: 1.88, spotShare: 0.7 },
];

/** Of what the table must have been made, found by trying: its own text says none of it. */
export const ASSUMPTIONS = {
  region: 'us-east-1',
  instanceType: 't3.medium',
  hours: HOURS_PER_PRICED_MONTH,
  /** What Spot costs of On-Demand. */
  spotPriceShare: 1 / 3,
  onDemandBase: 2,
  spotShareAboveBase: 0.7,
  diskGb: 20,
} as const;

export type PlanRow = PromisedRow & {
  readonly averageWorkers: number;
  readonly spotShare: number;
  /** Instances of workers, by the assumptions: what the table says, to a dollar. */
  readonly workersByAssumptions: number;
  readonly savedPercent: number;
  /** The same workers, the first two of them On-Demand, as the plan's own rule has it; never fewer than those two. */
  readonly workersByItsRule: number;
  /** Disks and public addresses of workers and server, which the table does not have. */
  readonly disksAndAddresses: number;
  /** All of it, by the plan's own rule and with its own figures for Lambda and DynamoDB. */
  readonly whole: number;
  readonly wholeSavedPercent: number;
};

/** The table, made again from its assumptions, and as it should have been. */
export function firstPlan(): readonly PlanRow[] {
  const rows = PROMISED.map((promised, index) => rowOf(promised, ASSUMED[index] ?? { averageWorkers: 0, spotShare: 0 }));
  const { total: before = 0, whole: wholeBefore = 0 } = rows[0] ?? {};
  return rows.map((row) => ({
    ...row,
    savedPercent: (100 * (before - row.total)) / before,
    wholeSavedPercent: (100 * (wholeBefore - row.whole)) / wholeBefore,
  }));
}

function rowOf(
  promised: PromisedRow,
  { averageWorkers, spotShare }: { readonly averageWorkers: number; readonly spotShare: number },
): Omit<PlanRow, 'savedPercent' | 'wholeSavedPercent'> {
  const { region, instanceType, hours, spotPriceShare, onDemandBase, spotShareAboveBase, diskGb } = ASSUMPTIONS;
  const machine = hours * (ON_DEMAND_PRICES[region]?.[instanceType] ?? 0);
  const mixed = (share: number) => machine * (1 - share + share * spotPriceShare);
  const workersByAssumptions = averageWorkers * mixed(spotShare);
  const above = Math.max(0, averageWorkers - onDemandBase);
  const workersByItsRule = spotShare === 0 ? workersByAssumptions : onDemandBase * machine + above * mixed(spotShareAboveBase);
  const prices = MACHINE_PRICES[region] ?? { gp3PerGbMonth: 0, publicIpv4PerHour: 0 };
  const machines = 1 + (spotShare === 0 ? averageWorkers : Math.max(onDemandBase, averageWorkers));
  const disksAndAddresses = machines * (prices.gp3PerGbMonth * diskGb + prices.publicIpv4PerHour * hours);
  const { server, lambda, dynamoDb } = promised;
  return {
    ...{ ...promised, averageWorkers, spotShare, workersByAssumptions, workersByItsRule, disksAndAddresses },
    whole: workersByItsRule + disksAndAddresses + server + lambda + dynamoDb,
  };
}
