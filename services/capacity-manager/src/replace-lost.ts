import { type DomainEvent, deriveEventId } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { FleetEventType } from './commands.ts';
import { planLaunches, type UpContext } from './planning/plan-up.ts';
import { workersNow } from './refusals.ts';

/**
 * A plan for as many workers as `events` lose, so that the fleet keeps its decided size: nobody has asked for fewer. Also for the
 * victim of a repair that had to go before anything could be launched. For none that
 * had not joined (its launch has an operation of its own), and none whose place a stand-in takes or the launch of a repair; and for
 * no more than the maximum has room for.
 */
export function replaceLost(
  events: readonly DomainEvent<FleetEventType>[],
  { state, policy, now }: UpContext,
): readonly DomainEvent<'ScalePlanned'>[] {
  const lost = missedAmong(events, { state, policy, now });
  if (lost.length === 0) return [];
  const next = after(state, events, now);
  const room = policy.workers.max - fleet.countStanding(next);
  const operationId = deriveEventId(now, 'lost', ...lost);
  const launches = planLaunches(operationId, Math.max(0, Math.min(lost.length, room)), { state: next, policy, now });
  if (launches.length === 0) return [];
  const reason =
    lost.length === 1 ? `in place of ${lost[0]}, which has gone` : `in place of ${lost.length} workers that have gone`;
  return [
    {
      type: 'ScalePlanned',
      data: {
        ...{ operationId, decisionPosition: null, cause: 'replacement', reason, workersBefore: workersNow(state) },
        launches: launches.map((launch, index) => ({ ...launch, replaces: lost[index] ?? null })),
        victims: [],
      },
    },
  ];
}

/** The lost workers without which the fleet counts one fewer. */
function missedAmong(events: readonly DomainEvent<FleetEventType>[], { state, now }: UpContext): readonly string[] {
  const missed: string[] = [];
  let known = state;
  for (const event of events) {
    const next = after(known, [event], now);
    if (event.type === 'NodeTerminated' && isExchangedAfterwards(event.data.instanceId, known))
      missed.push(event.data.instanceId);
    if (event.type === 'NodeLost') {
      const { instanceId } = event.data;
      const hadJoined = known.workers[instanceId]?.status === 'joined';
      if (hadJoined && meantSize(next) < meantSize(known)) missed.push(instanceId);
    }
    known = next;
  }
  return missed;
}

/** At the maximum a repair has its victim go first, and nothing launched before that is certain. */
function isExchangedAfterwards(instanceId: string, state: fleet.FleetState): boolean {
  const hasLaunched = ({ pending, joining, added, failed }: fleet.Operation) =>
    pending.length + joining.length + added.length + failed > 0;
  return (
    !fleet.hasStandIn(instanceId, state) &&
    state.operations.some((one) => one.cause === 'repair' && one.leaving.includes(instanceId) && !hasLaunched(one))
  );
}

/** Workers here or coming, without those that a repair is about to exchange: it has one more for a while. */
function meantSize(state: fleet.FleetState): number {
  const surplus = state.operations
    .filter(({ cause, pending, joining, added }) => cause === 'repair' && pending.length + joining.length + added.length > 0)
    .flatMap(({ leaving }) => leaving)
    .filter((instanceId) => state.workers[instanceId]?.status === 'joined');
  return workersNow(state) - surplus.length;
}
