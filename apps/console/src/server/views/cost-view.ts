import { monthlyBill, PRICE_LISTS, type PricedRegion, SIMULATED_MONTH } from '@smartscale/projections/control-plane';
import {
  cheapestType,
  groupsOf,
  monthOf,
  peakWorkers,
  pricesSeen,
  type Statement,
  startOfMonth,
  statementOf,
} from '@smartscale/projections/ledger';
import { MACHINE_PRICES, ON_DEMAND_PRICES, regionOf } from '@smartscale/projections/prices';
import { indicesWithin } from '../history/columns.ts';
import type { History } from '../history/history.ts';
import { policyAt } from './policy-view.ts';

/** Whose prices are taken for a region that has none of its own, which is said. */
const NEAREST_REGION = 'us-east-1';
/** As `smartscale cost` takes them when it is told nothing else. */
const SERVER_INSTANCE_TYPE = 't3a.medium';
const DISK_GB = 20;
const SHOWN_DECISIONS = 8;

export type CostView = Pick<
  Statement,
  'month' | 'from' | 'until' | 'usd' | 'onDemand' | 'staticFleet' | 'forecast' | 'unknown'
> & {
  readonly region: string;
  readonly workersUsd: number;
  readonly fixedUsd: number;
  readonly spotHoursPercent: number;
  readonly byDay: readonly { readonly day: string; readonly usd: number }[];
  readonly byCapacity: readonly { readonly name: string; readonly hours: number; readonly usd: number }[];
  /** Shrinkings whose saving was predicted and has been settled since: what was said and what came. */
  readonly savings: {
    readonly decisions: number;
    readonly predictedUsd: number;
    readonly actualUsd: number;
    readonly newest: readonly {
      readonly at: string;
      readonly workers: number;
      readonly predictedUsd: number;
      readonly actualUsd: number;
      readonly isOpen: boolean;
      readonly reason: string;
      readonly decisionId: string | null;
    }[];
  };
};

/** The books of the month of a moment, up to it. Null before the first worker. */
export function costView(history: History, moment: number): CostView | null {
  const { state } = history.fleet.ledgers.at(moment);
  if (state.since === null) return null;
  const policy = policyAt(history, moment);
  const region = regionOf(policy.placement.zones[0] ?? '');
  const month = monthOf(new Date(moment).toISOString());
  const onDemandPrices = { ...ON_DEMAND_PRICES[region], ...pricesSeen(state) };
  const machinePrices = MACHINE_PRICES[region] ?? MACHINE_PRICES[NEAREST_REGION];
  if (!machinePrices) return null;
  const instanceType = cheapestType(policy.placement.instanceTypes, onDemandPrices);
  const peak = peakWorkers(neededIn(history, startOfMonth(month), moment));
  const isComparable = instanceType !== null && peak !== null;
  const workers = Math.min(policy.workers.max, Math.max(policy.workers.min, peak ?? 0));
  const statement = statementOf(state, {
    ...{ month, now: moment, machinePrices, onDemandPrices, serverInstanceType: SERVER_INSTANCE_TYPE, diskGb: DISK_GB },
    staticFleet: isComparable ? { workers, instanceType } : null,
    controlPlaneUsdPerMonth: controlPlaneUsd(region),
  });
  if (!statement) return null;
  const foreign = MACHINE_PRICES[region]
    ? []
    : [`the prices of disks and addresses in ${region}: those of ${NEAREST_REGION} are taken`];
  const { from, until, usd, onDemand, staticFleet, forecast, unknown, lines } = statement;
  return {
    ...{ region, month, from, until, usd, onDemand, staticFleet, forecast, unknown: [...unknown, ...foreign] },
    workersUsd: statement.workers.usd,
    fixedUsd: usd - statement.workers.usd,
    spotHoursPercent: statement.workers.spotHoursPercent,
    byDay: groupsOf(lines, 'day').map(({ name, usd: dayUsd }) => ({ day: name, usd: dayUsd })),
    byCapacity: groupsOf(lines, 'capacity').map(({ name, hours, usd: groupUsd }) => ({ name, hours, usd: groupUsd })),
    savings: savingsOf(history, statement),
  };
}

function savingsOf({ decisions }: History, statement: Statement): CostView['savings'] {
  const predicted = statement.decisions.flatMap((decision) => {
    const { action, predictedUsd, settledUsd, at, workers, isOpen, reason, position } = decision;
    return action === 'down' && predictedUsd !== null
      ? [{ predictedUsd, actualUsd: settledUsd, at, workers, isOpen, reason, position }]
      : [];
  });
  const settled = predicted.filter(({ isOpen }) => !isOpen);
  const sum = (key: 'predictedUsd' | 'actualUsd') => settled.reduce((total, decision) => total + decision[key], 0);
  return {
    decisions: settled.length,
    predictedUsd: sum('predictedUsd'),
    actualUsd: sum('actualUsd'),
    newest: predicted
      .slice(-SHOWN_DECISIONS)
      .toReversed()
      .map(({ at, position, ...decision }) => ({
        ...decision,
        at: new Date(at).toISOString(),
        decisionId: decisions.rows.find((row) => row.position === position)?.id ?? null,
      })),
  };
}

function neededIn({ samples }: History, from: number, to: number): readonly number[] {
  const { start, end } = indicesWithin(samples.at, from, to);
  return samples.needed.slice(start, end).filter((needed) => !Number.isNaN(needed));
}

function controlPlaneUsd(region: string): number {
  const priced = (Object.hasOwn(PRICE_LISTS, region) ? region : NEAREST_REGION) as PricedRegion;
  const { usd, alarms } = monthlyBill(SIMULATED_MONTH, { prices: PRICE_LISTS[priced] });
  return usd + alarms.usd;
}
