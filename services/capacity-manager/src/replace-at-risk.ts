import { type DomainEvent, REBALANCE_SECONDS, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { FleetEventType, NoteRisk } from './commands.ts';
import { leaveAlone } from './planning/leave-alone.ts';
import { planExchange, type UpContext } from './planning/plan-up.ts';
import { isBeingExchanged, workersNow } from './refusals.ts';

/**
 * A rebalance recommendation: the worker is at risk for a while, its offering is left alone, and a stand-in is planned ahead, all in
 * one append. The stand-in is of the same capacity type where an offering is open, as most recommendations come to nothing.
 *
 * No stand-in at `workers.max`, as the worker still stands, nor for one that has one already. Nothing for a worker that is not in
 * the fleet or on its way out, for a repeat, and when the risk has passed.
 */
export function noteRisk({ warning, policy, now }: NoteRisk, state: fleet.FleetState): readonly DomainEvent<FleetEventType>[] {
  const { instanceId, noticedAt } = warning.data;
  const worker = state.workers[instanceId];
  if (worker?.status !== 'launched' && worker?.status !== 'joined') return [];
  const until = toTimestamp(Date.parse(noticedAt) + REBALANCE_SECONDS * 1_000);
  if (until <= toTimestamp(now) || (worker.atRisk && worker.atRisk.until >= until)) return [];

  const { instanceType, zone, capacityType } = worker;
  const mark = leaveAlone({ instanceType, zone, capacityType, code: 'RebalanceRecommendation' }, { state, policy, now });
  const events: DomainEvent<FleetEventType>[] = [
    { type: 'NodeAtRisk', data: { instanceId, warningId: warning.id, until } },
    ...(mark ? [mark] : []),
  ];
  const next = after(state, events, now);
  const isProvided = fleet.hasStandIn(instanceId, next) || isBeingExchanged(instanceId, next);
  if (isProvided || fleet.countStanding(next) >= policy.workers.max) return events;
  const launch = standInFor(worker, warning.id, { state: next, policy, now });
  if (!launch) return events;
  const plan: DomainEvent<'ScalePlanned'> = {
    type: 'ScalePlanned',
    data: {
      ...{ operationId: warning.id, decisionPosition: null, cause: 'replacement', workersBefore: workersNow(state) },
      ...{ reason: `EC2 may take Spot worker ${instanceId} back soon`, launches: [launch], victims: [] },
    },
  };
  return [...events, plan];
}

function standInFor({ instanceId, capacityType }: fleet.Worker, operationId: string, context: UpContext) {
  const place = { replaces: instanceId, zones: null };
  return (
    planExchange(operationId, { ...place, capacityType }, context) ??
    planExchange(operationId, { ...place, capacityType: 'on-demand' }, context)
  );
}
