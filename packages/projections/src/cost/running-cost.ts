import type { EventData, EventTypeOf, Fold } from '@smartscale/events';

const MILLISECONDS_PER_HOUR = 3_600_000;
const REMEMBERED_LOST_WORKERS = 20;

/** What workers have cost: the ended ones summed, the living ones with when and at what price they began. JSON, bounded by the fleet. */
export type RunningCost = {
  readonly endedUsd: number;
  readonly endedHours: { readonly spot: number; readonly 'on-demand': number };
  readonly living: Readonly<
    Record<
      string,
      {
        /** Up to here it is in the sums. */
        readonly since: string;
        readonly pricePerHourUsd: number;
        readonly capacityType: 'spot' | 'on-demand';
        readonly instanceType: string;
        readonly zone: string;
      }
    >
  >;
  /** Lost workers by instance id, with the moment to which they are billed: one may come back. The newest last; at most 20. */
  readonly billedUntil: Readonly<Record<string, string>>;
  /** When the first worker was launched; null before. */
  readonly since: string | null;
};

export type CostSoFar = { readonly usd: number; readonly workerHours: number; readonly spotHoursPercent: number };

/**
 * From NodeLaunched to NodeTerminated or NodeLost, by the second, at the price of the launch and of what was observed since. A lost worker
 * that is adopted again, which carries the time of its first launch, goes on from where it was billed to. Corrections are for the ledger.
 */
export const runningCostFold: Fold<RunningCost, EventTypeOf<'fleet'>> = {
  name: 'running-cost',
  version: 4,
  snapshotEvery: 64,
  initialState: () => ({ endedUsd: 0, endedHours: { spot: 0, 'on-demand': 0 }, living: {}, billedUntil: {}, since: null }),
  evolve(state, event) {
    switch (event.type) {
      case 'NodeLaunched': {
        const { instanceId, launchedAt, pricePerHourUsd, capacityType, instanceType, zone } = event.data;
        // Told twice: it is on the bill.
        if (state.living[instanceId]) return state;
        const { [instanceId]: billed = launchedAt, ...billedUntil } = state.billedUntil;
        const since = billed > launchedAt ? billed : launchedAt;
        const living = { ...state.living, [instanceId]: { since, pricePerHourUsd, capacityType, instanceType, zone } };
        return { ...state, living, billedUntil, since: state.since ?? launchedAt };
      }
      case 'NodeTerminated':
        return ended(state, event.data.instanceId, event.data.terminatedAt);
      case 'NodeLost':
        return lost(state, event.data.instanceId, event.data.lostAt);
      case 'PriceRecorded':
        return priced(state, event.data);
      case 'ScalePlanned':
      case 'ScaleCompleted':
      case 'ScaleRefused':
      case 'LaunchFailed':
      case 'OfferingUnavailable':
      case 'NodeJoined':
      case 'NodeJoinTimedOut':
      case 'NodeDrainStarted':
      case 'NodeDrained':
      case 'NodeDrainFailed':
      case 'ZoneShifted':
      case 'NodeAtRisk':
      case 'NodeRiskPassed':
      case 'NodeReplacementScheduled':
        return state;
    }
  },
};

/** The bill up to a moment, living workers included. */
export function costAt(state: RunningCost, now: string): CostSoFar {
  let { endedUsd: usd } = state;
  const hours = { ...state.endedHours };
  for (const { since, pricePerHourUsd, capacityType } of Object.values(state.living)) {
    const lived = hoursBetween(since, now);
    usd += lived * pricePerHourUsd;
    hours[capacityType] += lived;
  }
  const workerHours = hours.spot + hours['on-demand'];
  return { usd, workerHours, spotHoursPercent: workerHours === 0 ? 0 : (100 * hours.spot) / workerHours };
}

function ended(state: RunningCost, instanceId: string, at: string): RunningCost {
  const { [instanceId]: worker, ...living } = state.living;
  if (!worker) return state;
  const lived = hoursBetween(worker.since, at);
  const endedHours = { ...state.endedHours, [worker.capacityType]: state.endedHours[worker.capacityType] + lived };
  return { ...state, living, endedHours, endedUsd: state.endedUsd + lived * worker.pricePerHourUsd };
}

/** Workers of the offering are billed up to the change and go on at the new price; what has been billed stays. */
function priced(state: RunningCost, price: EventData<'PriceRecorded'>): RunningCost {
  const { source, to, from, pricePerHourUsd } = price;
  if (source !== 'observed' || to !== null) return state;
  let next = state;
  for (const [instanceId, worker] of Object.entries(state.living)) {
    const isOfOffering =
      worker.instanceType === price.instanceType && worker.zone === price.zone && worker.capacityType === price.capacityType;
    if (!isOfOffering) continue;
    const at = from > worker.since ? from : worker.since;
    const living = { ...worker, since: at, pricePerHourUsd };
    next = { ...ended(next, instanceId, at), living: { ...next.living, [instanceId]: living } };
  }
  return next;
}

function lost(state: RunningCost, instanceId: string, at: string): RunningCost {
  if (!state.living[instanceId]) return state;
  const newest = Object.entries({ ...state.billedUntil, [instanceId]: at }).slice(-REMEMBERED_LOST_WORKERS);
  return { ...ended(state, instanceId, at), billedUntil: Object.fromEntries(newest) };
}

function hoursBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / MILLISECONDS_PER_HOUR;
}
