import {
  defaultPolicy,
  type EventStore,
  type EventTypeOf,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
} from '@smartscale/events';
import { monthlyBill, PRICE_LISTS, type PricedRegion, SIMULATED_MONTH } from '@smartscale/projections/control-plane';
import {
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

const WEEK_MILLISECONDS = 7 * 86_400_000;
/** Whose prices are taken for a region that has none of its own here, which is said. */
const NEAREST_REGION = 'us-east-1';

export type StatementRequest = {
  /** Such as `2026-11`; by default the cluster's own. */
  readonly month?: string;
  readonly staticFleet: StaticFleet | null;
  readonly serverInstanceType: string;
  readonly diskGb: number;
};

export type StatementView = Statement & { readonly cluster: string; readonly region: string };

/** Makes the statement of a month from all events of a fleet. UsageError when there is nothing to say. */
export async function readStatement(store: EventStore, cluster: string, request: StatementRequest): Promise<StatementView> {
  const now = await clusterTime(store, cluster);
  const month = request.month ?? monthOf(new Date(now).toISOString());
  const state = await readLedger(store, cluster, startOfMonth(month) - WEEK_MILLISECONDS);
  if (state.since === null) throw new UsageError(`cluster ${cluster} has launched no worker yet`);
  const { placement } = (await readCurrentPolicy(store, cluster))?.policy ?? defaultPolicy();
  const region = regionOf(placement.zones[0] ?? '');
  const { prices: machinePrices, unknown } = machinePricesIn(region);
  const statement = statementOf(state, {
    ...{ ...request, month, now, machinePrices, instanceTypes: placement.instanceTypes },
    onDemandPrices: { ...ON_DEMAND_PRICES[region], ...pricesSeen(state) },
    controlPlaneUsdPerMonth: controlPlaneUsdPerMonth(region),
  });
  if (!statement) {
    const first = monthOf(new Date(state.since).toISOString());
    throw new UsageError(
      `cluster ${cluster} had no worker in ${month}: its books go from ${first} to ${monthOf(new Date(now).toISOString())}`,
    );
  }
  return { cluster, region, ...statement, unknown: [...statement.unknown, ...unknown] };
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
