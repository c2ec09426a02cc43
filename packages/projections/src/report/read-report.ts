import {
  defaultPolicy,
  type EventStore,
  type EventTypeOf,
  type RecordedEvent,
  readCurrentPolicy,
  type StreamCategory,
  type StreamName,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { monthlyBill, PRICE_LISTS, type PricedRegion, SIMULATED_MONTH } from '../cost/control-plane/index.ts';
import { createLedgerFold, type LedgerState, pricesSeen } from '../cost/ledger/index.ts';
import { MACHINE_PRICES, ON_DEMAND_PRICES, regionOf } from '../cost/prices/index.ts';
import { knowing } from './offering-tally.ts';
import type { Week } from './week.ts';
import { emptyWeekTally, tallyOf, type WeekTally } from './week-tally.ts';
import { type WeeklyReport, weeklyReport } from './weekly-report.ts';

const PAGE_EVENTS = 1_000;
const DAY = 86_400_000;
/** Whose prices are taken for a region that has none of its own here, which is said. */
const NEAREST_REGION = 'us-east-1';
/** Streams of a week, in the order in which they are counted. */
const COUNTED: readonly StreamCategory[] = ['metrics', 'scaling', 'fleet', 'spot'];

export type ReportRequest = {
  readonly week: Week;
  /** Epoch milliseconds by the cluster's clock. */
  readonly now: number;
  readonly serverInstanceType?: string;
  readonly diskGb?: number;
};

/** The report of a week from a store; null when the fleet had no machine in it. The fleet's stream is read from its beginning, the others not. */
export async function readReport(store: EventStore, cluster: string, request: ReportRequest): Promise<WeeklyReport | null> {
  const { week, now, serverInstanceType = 't3a.medium', diskGb = 20 } = request;
  const adopted = await readCurrentPolicy(store, cluster);
  const inForce = { policy: adopted?.policy ?? defaultPolicy(), version: adopted?.version ?? 0 };
  const { ledger, tally: begun } = await readFleet(store, cluster, week);
  if (ledger.since === null || ledger.since >= week.to) return null;
  let tally = begun;
  for (const category of COUNTED) {
    tally = tallyOf(await eventsOfWeek(store, streamName(category, cluster), week), inForce, tally);
  }
  const region = regionOf(inForce.policy.placement.zones[0] ?? '');
  const machinePrices = MACHINE_PRICES[region] ?? MACHINE_PRICES[NEAREST_REGION];
  if (!machinePrices) throw new Error(`there are no prices of ${NEAREST_REGION}`);
  const report = weeklyReport(tally, ledger, {
    ...{ cluster, week, now, policy: inForce.policy, serverInstanceType, diskGb, machinePrices },
    onDemandPrices: { ...ON_DEMAND_PRICES[region], ...pricesSeen(ledger) },
    controlPlaneUsdPerMonth: controlPlaneUsdPerMonth(region),
  });
  const isNear = MACHINE_PRICES[region] === undefined;
  const unknown = isNear ? [`the prices of disks and addresses in ${region}: those of ${NEAREST_REGION} are taken`] : [];
  return report && { ...report, unknown: [...report.unknown, ...unknown] };
}

/** The books of all machines, and which type those have that were there at its beginning. */
async function readFleet(store: EventStore, cluster: string, week: Week): Promise<{ ledger: LedgerState; tally: WeekTally }> {
  const { evolve, initialState } = createLedgerFold(week.from - DAY);
  const begin = toTimestamp(week.from);
  const typeOf = new Map<string, string>();
  let ledger = initialState();
  for await (const page of pagesFrom(store, streamName('fleet', cluster), 1)) {
    const events = page as readonly RecordedEvent<EventTypeOf<'fleet'>>[];
    // What came after the week is no matter to its sums, but a price that was put right later is.
    ledger = events.reduce(evolve, ledger);
    noteTypes(
      typeOf,
      events.filter(({ occurredAt }) => occurredAt < begin),
    );
  }
  return { ledger, tally: { ...emptyWeekTally, offered: knowing(Object.fromEntries(typeOf)) } };
}

function noteTypes(typeOf: Map<string, string>, events: readonly RecordedEvent[]): void {
  for (const { type, data } of events) {
    if (type === 'NodeLaunched') typeOf.set(data.instanceId, data.instanceType);
    else if (type === 'NodeTerminated') typeOf.delete(data.instanceId);
  }
}

/** The events of one stream that happened in a week, the oldest first. They are looked for backwards from its end, and read once. */
async function eventsOfWeek(store: EventStore, stream: StreamName, week: Week): Promise<readonly RecordedEvent[]> {
  const [begin, end] = [toTimestamp(week.from), toTimestamp(week.to)];
  const found: RecordedEvent[] = [];
  for (let from: number | undefined; ; ) {
    const page = await store.read(stream, { direction: 'backward', limit: PAGE_EVENTS, ...(from !== undefined && { from }) });
    found.push(...page.filter(({ occurredAt }) => occurredAt >= begin && occurredAt < end));
    const oldest = page.at(-1);
    if (page.length < PAGE_EVENTS || !oldest || oldest.occurredAt < begin || oldest.position === 1) return found.reverse();
    from = oldest.position - 1;
  }
}

async function* pagesFrom(
  store: EventStore,
  stream: StreamName,
  first: number,
): AsyncGenerator<readonly RecordedEvent[], void> {
  for (let from = first; ; ) {
    const page = await store.read(stream, { from, limit: PAGE_EVENTS });
    yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_EVENTS) return;
    from = last.position + 1;
  }
}

/** That of the simulated month, alarms included, as if nothing were free. */
function controlPlaneUsdPerMonth(region: string): number {
  const priced = (Object.hasOwn(PRICE_LISTS, region) ? region : NEAREST_REGION) as PricedRegion;
  const { usd, alarms } = monthlyBill(SIMULATED_MONTH, { prices: PRICE_LISTS[priced] });
  return usd + alarms.usd;
}
