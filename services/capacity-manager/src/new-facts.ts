import type { DomainEvent } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { Fact, FleetEventType, RecordFacts } from './commands.ts';
import { leaveAlone } from './planning/leave-alone.ts';
import type { UpContext } from './planning/plan-up.ts';
import { isNewPrice } from './pricing/new-price.ts';

/** The facts that are news to the stream, each judged with those before it counted. */
export function newFacts({ facts, policy, now }: RecordFacts, state: fleet.FleetState): readonly DomainEvent<FleetEventType>[] {
  const news: DomainEvent<FleetEventType>[] = [];
  let known = state;
  for (const fact of facts) {
    const event = eventOf(fact, { state: known, policy, now });
    if (!event) continue;
    news.push(event);
    known = after(known, [event], now);
  }
  return news;
}

function eventOf(fact: Fact, context: UpContext): DomainEvent<FleetEventType> | null {
  if (fact.type === 'OfferingFailed') return leaveAlone(fact.data, context);
  return isNews(fact, context.state) ? fact : null;
}

function isNews(fact: Exclude<Fact, { type: 'OfferingFailed' }>, state: fleet.FleetState): boolean {
  switch (fact.type) {
    case 'NodeLaunched':
      return !isKnown(state, fact.data) && !hasWorker(state, fact.data.launchId);
    case 'LaunchFailed':
      return state.operations.some(({ pending }) => pending.some(({ launchId }) => launchId === fact.data.launchId));
    case 'NodeJoined':
      return mayJoin(state.workers[fact.data.instanceId]);
    case 'NodeJoinTimedOut':
      return state.workers[fact.data.instanceId]?.status === 'launched';
    case 'NodeDrained':
      return state.workers[fact.data.instanceId]?.status === 'draining';
    case 'NodeDrainFailed':
      return mayBeTakenBack(state.workers[fact.data.instanceId]);
    case 'NodeTerminated':
      return mayBeTerminated(state.workers[fact.data.instanceId]);
    case 'NodeLost':
      return state.workers[fact.data.instanceId] !== undefined;
    case 'NodeRiskPassed':
      return state.workers[fact.data.instanceId]?.atRisk !== undefined;
    case 'PriceRecorded':
      return Object.values(state.workers).some((worker) => isNewPrice(fact.data, worker));
  }
}

/** In the fleet, or gone by our own hand a moment ago. One that was lost may come back. */
function isKnown(state: fleet.FleetState, { instanceId }: { readonly instanceId: string }): boolean {
  if (state.workers[instanceId]) return true;
  return state.departed.some((gone) => gone.instanceId === instanceId && gone.how === 'terminated');
}

/** A launch has one worker: a second instance of it, of two invocations that were served in two places, is surplus. */
export function hasWorker(state: fleet.FleetState, launchId: string): boolean {
  return Object.values(state.workers).some((worker) => worker.launchId === launchId);
}

/** Also one that is late: what has come and may carry pods is not ended for its lateness. */
function mayJoin(worker: fleet.Worker | undefined): boolean {
  return worker !== undefined && (worker.status === 'launched' || fleet.isGivenUp(worker));
}

/** EC2 does not take a notice back, so an interrupted worker never counts again. */
function mayBeTakenBack(worker: fleet.Worker | undefined): boolean {
  return worker?.status === 'draining' && worker.cause !== 'interruption';
}

/** The end of a worker that was to end: one that carries pods and disappears is NodeLost. */
function mayBeTerminated(worker: fleet.Worker | undefined): boolean {
  return worker?.status === 'drained' || worker?.status === 'draining';
}
