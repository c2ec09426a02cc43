import type { DomainEvent } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import { after } from './after.ts';
import type { Fact, FleetEventType, RecordFacts } from './commands.ts';

/** The facts that are news to the stream, each judged with those before it counted. */
export function newFacts({ facts, now }: RecordFacts, state: fleet.FleetState): readonly DomainEvent<FleetEventType>[] {
  const news: Fact[] = [];
  let known = state;
  for (const fact of facts) {
    if (!isNews(fact, known)) continue;
    news.push(fact);
    known = after(known, [fact], now);
  }
  return news;
}

function isNews(fact: Fact, state: fleet.FleetState): boolean {
  switch (fact.type) {
    case 'NodeLaunched':
      return !isKnown(state, fact.data) && !hasWorker(state, fact.data.launchId);
    case 'LaunchFailed':
      return state.operations.some(({ pending }) => pending.some(({ launchId }) => launchId === fact.data.launchId));
    case 'OfferingUnavailable':
      return !state.unavailable.some((mark) => isSameOffering(mark, fact.data) && mark.until >= fact.data.until);
    case 'NodeJoined':
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

function isSameOffering(one: fleet.UnavailableOffering, other: fleet.UnavailableOffering): boolean {
  return one.instanceType === other.instanceType && one.zone === other.zone && one.capacityType === other.capacityType;
}

/** EC2 does not take a notice back, so an interrupted worker never counts again. */
function mayBeTakenBack(worker: fleet.Worker | undefined): boolean {
  return worker?.status === 'draining' && worker.cause !== 'interruption';
}

/** The end of a worker that was to end: one that carries pods and disappears is NodeLost. */
function mayBeTerminated(worker: fleet.Worker | undefined): boolean {
  return worker?.status === 'drained' || worker?.status === 'draining';
}
