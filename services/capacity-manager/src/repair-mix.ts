import { type DomainEvent, type PlannedLaunch, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { BeginExchange, FleetEventType, RepairMix } from './commands.ts';
import type { Drift } from './planning/drift.ts';
import { isNear } from './planning/due.ts';
import { planExchange } from './planning/plan-up.ts';
import { driftsOf, mayRepair } from './planning/repairs.ts';
import { chooseVictims } from './planning/victims.ts';
import type { ZoneContext } from './planning/zones.ts';
import { workersNow } from './refusals.ts';

type Events = readonly DomainEvent<FleetEventType>[];

/**
 * Plans to exchange one worker for one of another capacity type or zone: launched first, and the victim goes when it has joined. Only at
 * `workers.max` does the victim go first, and what the mix lacks is launched when it has gone: should it have to stay, nothing is one
 * too many. The base is worth one worker less for as long as that takes.
 *
 * Nothing while mix and zones are right or may not be repaired yet, when no worker may go, and when no zone has an open offering.
 */
export function repairMix(command: RepairMix, state: fleet.FleetState): Events {
  const { sampleId, policy, now, drainSeconds } = command;
  const context = { state, policy, now };
  const drifts = driftsOf(context).filter((drift) => mayRepair(drift, context));
  const [exchange] = drifts.flatMap((drift) => exchangesOf(drift, command, state));
  if (!exchange) return [];
  const { victim, launch, reason } = exchange;
  const workersBefore = workersNow(state);
  const hasRoom = fleet.countStanding(state) < policy.workers.max;
  const planned: DomainEvent<'ScalePlanned'> = {
    type: 'ScalePlanned',
    data: {
      ...{ operationId: sampleId, decisionPosition: null, cause: 'repair', reason, workersBefore },
      ...{ launches: hasRoom ? [launch] : [], victims: [victim] },
    },
  };
  return hasRoom ? [planned] : [planned, drainStarted(victim, { now, drainSeconds })];
}

/**
 * The worker that a repair launched has joined: the drain of the one that it is exchanged for begins. Nothing when that has changed,
 * and not yet when the disruption budget does not allow it any more.
 */
export function beginExchange({ operationId, policy, now, drainSeconds }: BeginExchange, state: fleet.FleetState): Events {
  const operation = state.operations.find((running) => running.operationId === operationId);
  if (!operation || !mayDrainVictims(operation, { state, policy, now })) return [];
  return victimsToDrain(operation, state).map((victim) => drainStarted(victim, { now, drainSeconds }));
}

/** The workers that a repair's launch has made superfluous and that still stand. */
export function victimsToDrain(
  { cause, pending, joining, leaving }: fleet.Operation,
  state: fleet.FleetState,
): readonly string[] {
  if (cause !== 'repair' || pending.length + joining.length > 0) return [];
  return leaving.filter((instanceId) => state.workers[instanceId]?.status === 'joined');
}

/** Within the disruption budget; a worker whose machine AWS is about to work on waits for none. */
export function mayDrainVictims({ leaving }: fleet.Operation, { state, policy, now }: ZoneContext): boolean {
  const isUrgent = leaving.some((instanceId) => {
    const worker = state.workers[instanceId];
    return worker !== undefined && isNear(worker, now);
  });
  return isUrgent || fleet.disruptionObjection(state, policy, now) === null;
}

type Exchange = { readonly victim: string; readonly launch: PlannedLaunch; readonly reason: string };

/** What would mend a drift now, the best first. */
function exchangesOf(
  { exchanges, from, to, reason }: Drift,
  { sampleId, candidates, policy, now }: RepairMix,
  state: fleet.FleetState,
): readonly Exchange[] {
  const context = { state, policy, now };
  return exchanges.flatMap(({ comes, goes }) => {
    const eligible = candidates.filter(({ instanceId }) => {
      const worker = state.workers[instanceId];
      return worker?.capacityType === goes && (from === null || from.includes(worker.zone));
    });
    const [victim] = chooseVictims(eligible, 1, { ...context, isForItsLike: comes === goes });
    if (victim === undefined) return [];
    const launch = planExchange(sampleId, { capacityType: comes, replaces: victim, zones: to }, context);
    return launch ? [{ victim, launch, reason }] : [];
  });
}

export function drainStarted(
  instanceId: string,
  { now, drainSeconds }: { readonly now: number; readonly drainSeconds: number },
): DomainEvent<'NodeDrainStarted'> {
  const deadline = toTimestamp(now + drainSeconds * 1_000);
  return { type: 'NodeDrainStarted', data: { instanceId, cause: 'repair', startedAt: toTimestamp(now), deadline } };
}
