import type { Demand } from '@smartscale/backtest/traces';
import { type Carrying, type Load, loadOf, type RehearsedDemand } from './load.ts';

const GIB = 1024 ** 3;

/** A trace has no cores and no bytes: one worker of it is taken to have these for pods. */
export const TRACE_WORKER_CORES = 2;
const SIZE = { cores: TRACE_WORKER_CORES, bytes: 4 * GIB };
const WORKER = { size: SIZE, share: { cores: 100, bytes: 100 } };
/** Little, and always the same: memory is never what decides, and has no habits to learn. */
const BYTES = 0.1 * SIZE.bytes;
/** The work is in pods that request the CPU that they use, ten to a worker. */
const PODS_PER_WORKER = 10;
const NO_DAEMONS = { cores: 0, bytes: 0 };

export const TRACE_ASSUMPTIONS = [
  'the work is in pods that request the CPU that they use, ten to a worker; what no worker can take is unschedulable',
  'memory is used little and evenly, so that it never decides; signals of the application are left out',
  'every worker joins in time; none is interrupted, refused or slow to leave',
] as const;

/** A trace, in workers, as the load that a fleet would show. */
export function demandOfTrace({ name, startAt, workers }: Demand): RehearsedDemand {
  return { name, startAt, workers, loadAt: (minute, fleet) => loadUnder(workers[minute] ?? 0, fleet) };
}

function loadUnder(demand: number, { serving, waitingSeconds }: Carrying): Load {
  const placed = Math.min(demand, serving);
  const waiting = podsOf(demand - placed);
  const unschedulable = waiting[0]?.count ?? 0;
  const pods = {
    ...{ pending: unschedulable, unschedulable, unschedulableSizes: waiting },
    unschedulableForSeconds: unschedulable === 0 ? 0 : waitingSeconds,
  };
  const requested = { cores: placed * SIZE.cores, bytes: 0 };
  const requests = {
    ...{ ...requested, sizes: podsOf(placed), daemonsPerWorker: NO_DAEMONS, allocatablePerWorker: SIZE },
  };
  const asked = { cores: demand * SIZE.cores, bytes: BYTES };
  return loadOf(asked, { worker: WORKER, serving, workload: { pods, requests } });
}

/** So many workers' worth of pods, all of one size. */
function podsOf(workers: number) {
  const count = Math.ceil(workers * PODS_PER_WORKER);
  return count === 0 ? [] : [{ cores: (workers * SIZE.cores) / count, bytes: 0, count }];
}
