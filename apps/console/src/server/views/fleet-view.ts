import type { Policy } from '@smartscale/events';
import { countFleet, type FleetState, type Worker } from '@smartscale/projections/fleet';

/** Where a worker is in its life. */
export type Stage = 'joining' | 'ready' | 'at-risk' | 'draining' | 'drained';

export type WorkerView = {
  readonly instanceId: string;
  readonly nodeName: string;
  readonly zone: string;
  readonly capacityType: 'spot' | 'on-demand';
  readonly instanceType: string;
  readonly pricePerHourUsd: number;
  readonly launchedAt: string;
  readonly stage: Stage;
  /** What comes next for it, as one clause; null when nothing is in store. */
  readonly next: string | null;
  readonly nextAt: string | null;
};

export type FleetView = {
  readonly zones: readonly string[];
  readonly workers: readonly WorkerView[];
  /** Launches that were settled and have no machine yet. */
  readonly planned: readonly { readonly zone: string; readonly capacityType: 'spot' | 'on-demand' }[];
  readonly counts: { readonly ready: number; readonly coming: number; readonly leaving: number; readonly spot: number };
  readonly usdPerHour: number;
  readonly spotShare: { readonly percent: number; readonly targetPercent: number; readonly targetWorkers: number };
};

/** The fleet by zone, with what is in store for each worker. */
export function fleetView(state: FleetState, policy: Policy): FleetView {
  const workers = Object.values(state.workers).map(workerView).sort(byPlace);
  const planned = state.operations.flatMap(({ pending }) => pending.map(({ zone, capacityType }) => ({ zone, capacityType })));
  const { joined, coming, leaving } = countFleet(state);
  const standing = workers.filter(({ stage }) => stage !== 'draining' && stage !== 'drained');
  const spot = standing.filter(({ capacityType }) => capacityType === 'spot').length;
  return {
    ...{ workers, planned },
    zones: [...new Set([...policy.placement.zones, ...workers.map(({ zone }) => zone)])].sort(),
    counts: { ready: joined, coming, leaving, spot },
    usdPerHour: workers.reduce((sum, { pricePerHourUsd }) => sum + pricePerHourUsd, 0),
    spotShare: { percent: percentOf(spot, standing.length), ...spotTarget(standing.length, policy) },
  };
}

/** What the policy wants of a fleet of that size, to whole workers: its base On-Demand, of the rest so many percent Spot. */
export function spotTarget(
  workers: number,
  { mix }: Policy,
): { readonly targetPercent: number; readonly targetWorkers: number } {
  const above = Math.max(0, workers - mix.onDemandBase);
  const targetWorkers = Math.round((above * mix.spotPercentAboveBase) / 100);
  return { targetWorkers, targetPercent: percentOf(targetWorkers, workers) };
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function workerView(worker: Worker): WorkerView {
  const { instanceId, nodeName, zone, capacityType, instanceType, pricePerHourUsd, launchedAt } = worker;
  return { instanceId, nodeName, zone, capacityType, instanceType, pricePerHourUsd, launchedAt, ...outlookOf(worker) };
}

function outlookOf(worker: Worker): Pick<WorkerView, 'stage' | 'next' | 'nextAt'> {
  switch (worker.status) {
    case 'launched':
      return { stage: 'joining', next: 'to be Ready', nextAt: worker.joinBy };
    case 'draining':
      return { stage: 'draining', next: `drained for ${worker.cause}`, nextAt: worker.deadline };
    case 'drained':
      return { stage: 'drained', next: `to be terminated (${worker.cause})`, nextAt: null };
    case 'joined': {
      if (worker.atRisk) return { stage: 'at-risk', next: 'EC2 may take it', nextAt: worker.atRisk.until };
      if (worker.replacement) {
        return { stage: 'at-risk', next: `to be replaced: ${worker.replacement.reason}`, nextAt: worker.replacement.dueAt };
      }
      return { stage: 'ready', next: null, nextAt: null };
    }
  }
}

function byPlace(one: WorkerView, other: WorkerView): number {
  if (one.zone !== other.zone) return one.zone < other.zone ? -1 : 1;
  return one.launchedAt < other.launchedAt ? -1 : 1;
}
