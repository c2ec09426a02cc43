import { type DomainEvent, INTERRUPTION_SECONDS, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { FleetEventType, ReplaceInterrupted } from './commands.ts';
import { DRAIN_GRACE_SECONDS } from './limits.ts';
import { type FailedOffering, leaveAlone } from './planning/leave-alone.ts';
import { planReplacement } from './planning/plan-up.ts';
import { isBeingExchanged, workersNow } from './refusals.ts';

/**
 * An interruption: the worker counts as leaving, its offering is left alone for a while, and an On-Demand stand-in is planned, all
 * in one append. A worker that was being removed anyway gets no stand-in, nor does one that has it since it was at risk.
 *
 * Nothing for an instance that is not in the fleet, for a repeated warning, and for one that comes when its deadline is long past:
 * then EC2's own list tells what became of the instance.
 */
export function replaceInterrupted(
  { warning, policy, now }: ReplaceInterrupted,
  state: fleet.FleetState,
): readonly DomainEvent<FleetEventType>[] {
  const { instanceId, noticedAt } = warning.data;
  const worker = state.workers[instanceId];
  if (!worker || isLeavingFor(worker, 'interruption')) return [];
  const deadline = warning.data.deadline ?? toTimestamp(Date.parse(noticedAt) + INTERRUPTION_SECONDS * 1_000);
  if (Date.parse(deadline) + DRAIN_GRACE_SECONDS * 1_000 < now) return [];

  const mark = leaveAlone(interruptedOffering(worker), { state, policy, now });
  const events: DomainEvent<FleetEventType>[] = [
    { type: 'NodeDrainStarted', data: { instanceId, cause: 'interruption', startedAt: toTimestamp(now), deadline } },
    ...(mark ? [mark] : []),
  ];
  const isProvided = fleet.isCovered(worker, state) || isBeingExchanged(instanceId, state);
  if (worker.status === 'draining' || isProvided) return events;
  const next = after(state, events, now);
  const hasRoom = fleet.countStanding(next) < policy.workers.max;
  const launch = hasRoom ? planReplacement(warning.id, instanceId, { state: next, policy, now }) : null;
  if (!launch) return events;
  const operation: DomainEvent<'ScalePlanned'> = {
    type: 'ScalePlanned',
    data: {
      operationId: warning.id,
      decisionPosition: null,
      cause: 'replacement',
      reason: `EC2 takes Spot worker ${instanceId} back`,
      workersBefore: workersNow(state),
      launches: [launch],
      victims: [instanceId],
    },
  };
  return [...events, operation];
}

/** Whether it is on its way out already, for that cause or because nothing is left on it. */
function isLeavingFor(worker: fleet.Worker, cause: fleet.DrainCause): boolean {
  return worker.status === 'drained' || (worker.status === 'draining' && worker.cause === cause);
}

function interruptedOffering({ instanceType, zone, capacityType }: fleet.Worker): FailedOffering {
  return { instanceType, zone, capacityType, code: 'SpotInterruption' };
}
