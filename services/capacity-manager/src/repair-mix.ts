import { type DomainEvent, toTimestamp } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import type { BeginExchange, FleetEventType, RepairMix } from './commands.ts';
import { type Drift, driftOf, mayRepair } from './planning/drift.ts';
import { placesOf } from './planning/places.ts';
import { planExchange } from './planning/plan-up.ts';
import { chooseVictims } from './planning/victims.ts';
import { workersNow } from './refusals.ts';

type Events = readonly DomainEvent<FleetEventType>[];

/**
 * Plans to exchange one worker for one of the other capacity type: launched first, and the victim goes when it has joined. Only at
 * `workers.max` does the victim go at once, as after an interruption: the base is worth one worker less for as long as a launch takes.
 *
 * Nothing while the mix is right or may not be repaired yet, when no worker may go, and when no zone has an open offering.
 */
export function repairMix(command: RepairMix, state: fleet.FleetState): Events {
  const { sampleId, policy, now, drainSeconds } = command;
  const drift = driftOf(placesOf(state), policy.mix);
  if (!drift || !mayRepair(drift, state, { policy, now })) return [];
  const victim = victimOf(drift, command, state);
  if (!victim) return [];
  const launch = planExchange(sampleId, { capacityType: drift.comes, replaces: victim }, { state, policy, now });
  if (!launch) return [];
  const workersBefore = workersNow(state);
  const planned: DomainEvent<'ScalePlanned'> = {
    type: 'ScalePlanned',
    data: {
      ...{ operationId: sampleId, decisionPosition: null, cause: 'repair', reason: drift.reason, workersBefore },
      ...{ launches: [launch], victims: [victim] },
    },
  };
  return workersBefore < policy.workers.max ? [planned] : [planned, drainStarted(victim, { now, drainSeconds })];
}

/** The worker that a repair launched has joined: the drain of the one that it is exchanged for begins. Nothing when that has changed. */
export function beginExchange({ operationId, now, drainSeconds }: BeginExchange, state: fleet.FleetState): Events {
  const operation = state.operations.find((running) => running.operationId === operationId);
  return operation ? victimsToDrain(operation, state).map((victim) => drainStarted(victim, { now, drainSeconds })) : [];
}

/** The workers that a repair's launch has made superfluous and that still stand. */
export function victimsToDrain(
  { cause, pending, joining, leaving }: fleet.Operation,
  state: fleet.FleetState,
): readonly string[] {
  if (cause !== 'repair' || pending.length + joining.length > 0) return [];
  return leaving.filter((instanceId) => state.workers[instanceId]?.status === 'joined');
}

function victimOf({ goes }: Drift, { candidates, policy }: RepairMix, state: fleet.FleetState): string | undefined {
  const eligible = candidates.filter(({ instanceId }) => state.workers[instanceId]?.capacityType === goes);
  return chooseVictims(eligible, 1, { state, policy })[0];
}

function drainStarted(
  instanceId: string,
  { now, drainSeconds }: { readonly now: number; readonly drainSeconds: number },
): DomainEvent<'NodeDrainStarted'> {
  const deadline = toTimestamp(now + drainSeconds * 1_000);
  return { type: 'NodeDrainStarted', data: { instanceId, cause: 'repair', startedAt: toTimestamp(now), deadline } };
}
