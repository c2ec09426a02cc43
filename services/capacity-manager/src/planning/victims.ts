import { fleet } from '@smartscale/projections';
import { baseOf, countOf, surplusAfterRemoval } from './mix.ts';
import { type Place, placesOf } from './places.ts';
import { openZones, workersIn, type ZoneContext } from './zones.ts';

/** What the cluster shows of a worker that might be removed. A worker that is not Ready is no candidate: nothing on it can be drained. */
export type Candidate = {
  readonly instanceId: string;
  /** Pods that would have to move. */
  readonly pods: number;
  readonly doNotDisrupt: boolean;
};

/** Workers in a zone that gets no new ones: not infinitely many, as infinity minus itself is no number. */
const FULLER_THAN_ANY = Number.MAX_SAFE_INTEGER;

type Considered = Candidate & { readonly worker: fleet.Worker };

/**
 * Names up to `count` workers to remove, one after the other, each with the effect of those before it counted.
 *
 * Never one with a do-not-disrupt pod, never an On-Demand worker when that would leave fewer than the base. Preferred, in this order:
 * a zone that gets no new workers, then the zone with most workers; the capacity type that is above its share; fewest pods; highest price; oldest.
 */
export function chooseVictims(
  candidates: readonly Candidate[],
  count: number,
  context: ZoneContext & {
    /** Before a victim goes, another worker of its capacity type will have joined: so the base is not at stake. */
    readonly isForItsLike?: boolean;
  },
): readonly string[] {
  const { state } = context;
  const considered = candidates.flatMap((candidate) => {
    const worker = state.workers[candidate.instanceId];
    if (!worker || isInDoubt(worker, state)) return [];
    return fleet.isJoined(worker) && !candidate.doNotDisrupt ? [{ ...candidate, worker }] : [];
  });
  const victims: string[] = [];
  while (victims.length < count) {
    const staying = { ...state, workers: without(state.workers, victims) };
    const left = considered.filter(({ instanceId }) => !victims.includes(instanceId));
    const best = left
      .filter(({ worker }) => mayGo(worker, staying, context))
      .toSorted(byPreference(placesOf(staying), context))[0];
    if (!best) break;
    victims.push(best.instanceId);
  }
  return victims;
}

/** EC2 may take it, or it stands in for one that EC2 may take: of these two one counts, so taking the other away makes the fleet no smaller. */
function isInDoubt({ atRisk, replaces }: fleet.Worker, { workers }: fleet.FleetState): boolean {
  return atRisk !== undefined || (replaces !== null && workers[replaces]?.atRisk !== undefined);
}

/** Counts only On-Demand workers that carry pods already: one that is still coming might never come. */
function mayGo(
  { capacityType }: fleet.Worker,
  staying: fleet.FleetState,
  { policy, isForItsLike }: Parameters<typeof chooseVictims>[2],
): boolean {
  if (capacityType === 'spot' || isForItsLike) return true;
  const onDemandLeft = countOf(Object.values(staying.workers).filter(fleet.isJoined), 'on-demand') - 1;
  return onDemandLeft >= baseOf(placesOf(staying).length - 1, policy.mix);
}

function byPreference(places: readonly Place[], context: ZoneContext): (one: Considered, other: Considered) => number {
  const surplus = surplusAfterRemoval(places, context.policy.mix);
  const open = openZones(context);
  const fullness = ({ worker: { zone } }: Considered) => (open.includes(zone) ? workersIn(places, zone) : FULLER_THAN_ANY);
  const fitsMix = ({ worker }: Considered) => (worker.capacityType === surplus ? 1 : 0);
  return (one, other) =>
    fullness(other) - fullness(one) ||
    fitsMix(other) - fitsMix(one) ||
    one.pods - other.pods ||
    other.worker.pricePerHourUsd - one.worker.pricePerHourUsd ||
    byAge(one.worker, other.worker);
}

function byAge(one: fleet.Worker, other: fleet.Worker): number {
  const [first, second] = [`${one.launchedAt} ${one.instanceId}`, `${other.launchedAt} ${other.instanceId}`];
  return first < second ? -1 : 1;
}

function without(workers: fleet.FleetState['workers'], victims: readonly string[]): fleet.FleetState['workers'] {
  return Object.fromEntries(Object.entries(workers).filter(([instanceId]) => !victims.includes(instanceId)));
}
