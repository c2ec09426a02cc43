import { toTimestamp } from '@smartscale/events';
import { type FleetState, hasStandIn, type Worker } from '@smartscale/projections/fleet';
import { UsageError } from '../exit.ts';

/** A Spot worker that carries pods and is meant to stay; the oldest, unless one is named. UsageError when there is none such. */
export function chooseSpotWorker(fleet: FleetState, named: string | undefined): Worker {
  refuseDuringExchange(fleet);
  if (named !== undefined) {
    const worker = workerNamed(fleet, named);
    if (worker.capacityType !== 'spot')
      throw new UsageError(`${named} is On-Demand, and only Spot workers are taken back: ${spotWorkersIn(fleet)}`);
    return worker;
  }
  const [worker] = steadyWorkers(fleet).filter(({ capacityType }) => capacityType === 'spot');
  if (worker) return worker;
  const count = Object.keys(fleet.workers).length;
  throw new UsageError(
    `none of the ${count} workers is a Spot one that carries pods and stays: those of the base are On-Demand, and so are stand-ins for a while; drill again later, or when there is more load`,
  );
}

/** Any worker that carries pods and is meant to stay; the oldest, unless one is named. UsageError when there is none such. */
export function chooseWorker(fleet: FleetState, named: string | undefined): Worker {
  refuseDuringExchange(fleet);
  const worker = named === undefined ? steadyWorkers(fleet)[0] : workerNamed(fleet, named);
  if (!worker) throw new UsageError('no worker carries pods at present: drill again when one has joined');
  return worker;
}

export type ZoneChoice = { readonly zone: string; readonly instanceIds: readonly string[] };

/** The zone with the most workers, unless one is named, and those that stand there. UsageError for a zone without. */
export function chooseZone(fleet: FleetState, named: string | undefined): ZoneChoice {
  const standing = Object.values(fleet.workers).filter(({ status }) => status === 'joined' || status === 'launched');
  const idsIn = (place: string) => standing.filter(({ zone }) => zone === place).map(({ instanceId }) => instanceId);
  const places = [...new Set(standing.flatMap(({ status, zone }) => (status === 'joined' ? [zone] : [])))].toSorted();
  const chosen = named ?? places.toSorted((one, other) => idsIn(other).length - idsIn(one).length)[0];
  if (chosen === undefined) throw new UsageError('no worker carries pods at present: drill again when one has joined');
  if (!places.includes(chosen))
    throw new UsageError(`no worker carries pods in "${chosen}": there are some in ${places.join(', ')}`);
  return { zone: chosen, instanceIds: idsIn(chosen) };
}

/** The new worker of an exchange is one too many for a while, so that nothing is launched in place of one that goes meanwhile. */
function refuseDuringExchange({ operations }: FleetState): void {
  if (!operations.some(({ cause }) => cause === 'repair')) return;
  throw new UsageError(
    'a worker is being exchanged, and its successor would take the place of any that goes: drill again when that is done, minutes of the fleet from now',
  );
}

function workerNamed(fleet: FleetState, instanceId: string): Worker {
  const worker = fleet.workers[instanceId];
  if (!worker) throw new UsageError(`there is no worker ${instanceId}: ${workersIn(fleet)}`);
  const why = whyNot(worker, fleet);
  if (why !== null) throw new UsageError(`${instanceId} ${why}: ${workersIn(fleet)}`);
  return worker;
}

/** Oldest first. */
function steadyWorkers(fleet: FleetState): readonly Worker[] {
  return Object.values(fleet.workers)
    .filter((worker) => whyNot(worker, fleet) === null)
    .toSorted((one, other) => Date.parse(one.launchedAt) - Date.parse(other.launchedAt));
}

/** Why a drill on a worker would tell nothing; null when it would. */
function whyNot(worker: Worker, fleet: FleetState): string | null {
  const { instanceId, status } = worker;
  if (status === 'launched') return `has not joined yet (launched ${toTimestamp(Date.parse(worker.launchedAt))})`;
  if (status !== 'joined') return 'is being drained already';
  if (worker.atRisk || hasStandIn(instanceId, fleet)) return 'has a stand-in already';
  if (worker.replacement || fleet.operations.some(({ leaving }) => leaving.includes(instanceId)))
    return 'is about to go anyway';
  return null;
}

function workersIn(fleet: FleetState): string {
  const ids = steadyWorkers(fleet).map(({ instanceId }) => instanceId);
  return ids.length === 0 ? 'none carries pods and stays at present' : `choose one of ${ids.join(', ')}`;
}

function spotWorkersIn(fleet: FleetState): string {
  const spot = steadyWorkers(fleet).filter(({ capacityType }) => capacityType === 'spot');
  if (spot.length === 0) return 'there is none at present';
  return `choose one of ${spot.map(({ instanceId }) => instanceId).join(', ')}`;
}
