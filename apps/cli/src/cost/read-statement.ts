import {
  defaultPolicy,
  type EventStore,
  type EventTypeOf,
  type Policy,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { monthlyBill, PRICE_LISTS, type PricedRegion, SIMULATED_MONTH } from '@smartscale/projections/control-plane';
import {
  cheapestType,
  createLedgerFold,
  type LedgerState,
  monthOf,
  pricesSeen,
  type Statement,
  type StaticFleet,
  startOfMonth,
  statementOf,
} from '@smartscale/projections/ledger';
import { MACHINE_PRICES, type MachinePrices, ON_DEMAND_PRICES, regionOf } from '@smartscale/projections/prices';
import { clusterTime } from '../cluster-time.ts';
import { UsageError } from '../exit.ts';
import { pagesOf } from '../read-all.ts';
import { peakDemand } from './peak-demand.ts';

const WEEK_MILLISECONDS = 7 * 86_400_000;
/** Whose prices are taken for a region that has none of its own here, which is said. */
const NEAREST_REGION = 'us-east-1';

export type StatementRequest = {
  /** Such as `2026-11`; by default the cluster's own. */
  readonly month?: string;
  /** To compare with, null: with none; by default the size that the month's peak asks for, of the policy's cheapest type. */
  readonly staticFleet?: StaticFleet | null;
  readonly serverInstanceType: string;
  readonly diskGb: number;
};

export type StatementView = Statement & { readonly cluster: string; readonly region: string };

/** Makes the statement of a month from all events of a fleet. UsageError when there is nothing to say. */
export async function readStatement(store: EventStore, cluster: string, request: StatementRequest): Promise<StatementView> {
  const now = await clusterTime(store, cluster);
  const month = request.month ?? monthOf(toTimestamp(now));
  return statementFrom(store, cluster, { state: await readLedger(store, cluster, ledgerFrom(month)), month, now, request });
}

/** From where on a ledger has what the statement of a month needs. Epoch milliseconds. */
export function ledgerFrom(month: string): number {
  return startOfMonth(month) - WEEK_MILLISECONDS;
}

/** The same from a ledger that is at hand. */
export async function statementFrom(
  store: EventStore,
  cluster: string,
  about: {
    readonly state: LedgerState;
    readonly month: string;
    readonly now: number;
    readonly request: StatementRequest;
  },
): Promise<StatementView> {
  const { state, month, now, request } = about;
  if (state.since === null) throw new UsageError(`cluster ${cluster} has launched no worker yet`);
  const policy = (await readCurrentPolicy(store, cluster))?.policy ?? defaultPolicy();
  const region = regionOf(policy.placement.zones[0] ?? '');
  const { prices: machinePrices, unknown } = machinePricesIn(region);
  const onDemandPrices = { ...ON_DEMAND_PRICES[region], ...pricesSeen(state) };
  const isGiven = request.staticFleet !== undefined;
  const staticFleet = isGiven ? request.staticFleet : await usualFleet(store, cluster, { month, policy, onDemandPrices });
  const controlPlane = controlPlaneUsdPerMonth(region);
  const statement = statementOf(state, {
    ...{ ...request, month, now, machinePrices, onDemandPrices, staticFleet, controlPlaneUsdPerMonth: controlPlane },
  });
  if (!statement) {
    const first = monthOf(toTimestamp(state.since));
    throw new UsageError(
      `cluster ${cluster} had no worker in ${month}: its books go from ${first} to ${monthOf(toTimestamp(now))}`,
    );
  }
  return { cluster, region, ...statement, unknown: [...statement.unknown, ...unknown] };
}

async function usualFleet(
  store: EventStore,
  cluster: string,
  about: { readonly month: string; readonly policy: Policy; readonly onDemandPrices: Readonly<Record<string, number>> },
): Promise<StaticFleet | null> {
  const { month, policy, onDemandPrices } = about;
  const range = { from: toTimestamp(startOfMonth(month)), to: toTimestamp(startOfMonth(month, 1)) };
  const [instanceType, peak] = [
    cheapestType(policy.placement.instanceTypes, onDemandPrices),
    await peakDemand(store, cluster, range),
  ];
  if (instanceType === null || peak === null) return null;
  return { workers: Math.min(policy.workers.max, Math.max(policy.workers.min, peak)), instanceType };
}

async function readLedger(store: EventStore, cluster: string, keepFrom: number): Promise<LedgerState> {
  const { evolve, initialState } = createLedgerFold(keepFrom);
  let state = initialState();
  for await (const page of pagesOf(store, streamName('fleet', cluster))) {
    for (const event of page) state = evolve(state, event as RecordedEvent<EventTypeOf<'fleet'>>);
  }
  return state;
}

function machinePricesIn(region: string): { readonly prices: MachinePrices; readonly unknown: readonly string[] } {
  const prices = MACHINE_PRICES[region];
  if (prices) return { prices, unknown: [] };
  const nearest = MACHINE_PRICES[NEAREST_REGION];
  if (!nearest) throw new Error(`there are no prices of ${NEAREST_REGION}`);
  return { prices: nearest, unknown: [`the prices of disks and addresses in ${region}: those of ${NEAREST_REGION} are taken`] };
}

/** That of the simulated month, alarms included, as if nothing were free. */
function controlPlaneUsdPerMonth(region: string): number {
  const priced = (Object.hasOwn(PRICE_LISTS, region) ? region : NEAREST_REGION) as PricedRegion;
  const { usd, alarms } = monthlyBill(SIMULATED_MONTH, { prices: PRICE_LISTS[priced] });
  return usd + alarms.usd;
}
