import { type DomainEvent, deriveEventId, type PlannedLaunch } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { ExchangeDue, FleetEventType, ScheduleReplacement } from './commands.ts';
import { isNear, mayExchange } from './planning/due.ts';
import { planExchange } from './planning/plan-up.ts';
import { workersNow } from './refusals.ts';
import { drainStarted } from './repair-mix.ts';

type Events = readonly DomainEvent<FleetEventType>[];

/** AWS will work on a worker's machine: it is to be replaced before that. Nothing for one that is not in the fleet, or that has to go as soon anyway. */
export function scheduleReplacement({ notice }: ScheduleReplacement, state: fleet.FleetState): Events {
  const { instanceId, code, startsAt } = notice.data;
  const worker = state.workers[instanceId];
  if (!worker || (worker.replacement && worker.replacement.dueAt <= startsAt)) return [];
  const reason = `AWS works on its machine (${code})`;
  return [{ type: 'NodeReplacementScheduled', data: { instanceId, noticeId: notice.id, reason, dueAt: startsAt } }];
}

/**
 * Plans to exchange a worker that is to be replaced for one of its capacity type: launched first, and drained when that has joined. It
 * waits at `workers.max`, without an open offering, for another repair and for the disruption budget. Once it is near it waits for
 * none of these: it is drained at once, and another one is launched when it has gone. A do-not-disrupt pod is waited for even then.
 */
export function exchangeDue(command: ExchangeDue, state: fleet.FleetState): Events {
  const { instanceId, sampleId, candidates, policy, now } = command;
  const worker = state.workers[instanceId];
  if (!worker?.replacement || !mayExchange(worker, { state, policy, now })) return [];
  const near = isNear(worker, now);
  const candidate = candidates.find((one) => one.instanceId === instanceId);
  if (candidate?.doNotDisrupt || (!candidate && !near)) return [];
  const operationId = deriveEventId(now, sampleId, instanceId);
  const plan = planOf(worker, operationId, { command, state });
  if (fleet.hasStandIn(instanceId, state)) return plan([], 'drain');
  const place = { capacityType: worker.capacityType, replaces: instanceId, zones: null };
  const launch = planExchange(operationId, place, { state, policy, now });
  const hasRoom = fleet.countStanding(state) < policy.workers.max;
  if (launch && hasRoom) return plan([launch], 'wait');
  // What is launched in its place is planned when it has gone: should it have to stay, there would be one too many.
  return near ? plan([], 'drain') : [];
}

function planOf(
  { instanceId, replacement }: fleet.Worker,
  operationId: string,
  { command, state }: { readonly command: ExchangeDue; readonly state: fleet.FleetState },
) {
  return (launches: readonly PlannedLaunch[], then: 'drain' | 'wait'): Events => {
    const reason = `${instanceId} is replaced by ${replacement?.dueAt}: ${replacement?.reason}`;
    const planned: DomainEvent<'ScalePlanned'> = {
      type: 'ScalePlanned',
      data: {
        ...{ operationId, decisionPosition: null, cause: 'repair', reason, workersBefore: workersNow(state) },
        ...{ launches: [...launches], victims: [instanceId] },
      },
    };
    return then === 'wait' ? [planned] : [planned, drainStarted(instanceId, command)];
  };
}
