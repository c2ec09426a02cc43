import type { EventData, EventTypeOf, Fold } from '@smartscale/events';
import { isGivenUp } from './counts.ts';
import { withDeparted } from './departed.ts';
import { noteOutcome, type Outcome } from './evolve-operations.ts';
import {
  type DepartedWorker,
  emptyFleet,
  type FleetEvent,
  type FleetState,
  type Worker,
  type WorkerFacts,
} from './fleet-state.ts';
import { withJoin } from './join-times.ts';
import { withOfferingFailure, withOfferingSuccess } from './offering-memory.ts';
import { withOutlook, withoutStandIns } from './outlook.ts';
import { cameToNothing, sparingVictims } from './repairs.ts';
import { withZoneRefusal, withZoneShift, withZoneSuccess, withZoneTrouble } from './zone-memory.ts';

/** Folds one event of a fleet stream. An event about an unknown worker changes nothing. */
export function evolveFleet(state: FleetState, event: FleetEvent): FleetState {
  switch (event.type) {
    case 'ScalePlanned':
      return withPlan(state, event.data, event.occurredAt);
    case 'ScaleCompleted':
      return { ...state, operations: state.operations.filter(({ operationId }) => operationId !== event.data.operationId) };
    case 'ScaleRefused': {
      const { decisionPosition, code } = event.data;
      return {
        ...state,
        decisionPosition: Math.max(state.decisionPosition, decisionPosition),
        lastRefusal: { decisionPosition, code, at: event.occurredAt },
      };
    }
    case 'NodeLaunched': {
      const { launchId, instanceId, joinBy } = event.data;
      const worker: Worker = { ...factsOf(event.data), replaces: standsInFor(event.data, state), status: 'launched', joinBy };
      return withOutcome(withWorker(state, worker), { kind: 'instance-launched', launchId, instanceId });
    }
    case 'LaunchFailed':
      return withOutcome(state, { kind: 'launch-failed', launchId: event.data.launchId });
    case 'OfferingUnavailable':
      return withZoneRefusal(withOfferingFailure(state, event.data, event.occurredAt), event.data, event.occurredAt);
    case 'NodeJoined': {
      const worker = state.workers[event.data.instanceId];
      if (worker === undefined || !(worker.status === 'launched' || isGivenUp(worker))) return state;
      const joined: Worker = {
        ...factsOf(worker),
        nodeName: event.data.nodeName,
        status: 'joined',
        joinedAt: event.occurredAt,
      };
      const timed = withJoin(state, event.data.afterSeconds);
      const proven = withZoneSuccess(withOfferingSuccess(timed, joined), joined);
      return withOutcome(withWorker(proven, joined), { kind: 'joined', worker: joined });
    }
    case 'NodeJoinTimedOut': {
      const worker = state.workers[event.data.instanceId];
      if (worker?.status !== 'launched') return state;
      const dropped: Worker = { ...factsOf(worker), status: 'drained', cause: 'join-timeout', drainedAt: event.occurredAt };
      const noted = withZoneTrouble(state, { zone: worker.zone, kind: 'join', at: event.occurredAt });
      return withOutcome(withWorker(noted, dropped), { kind: 'join-failed', instanceId: worker.instanceId });
    }
    case 'NodeDrainStarted': {
      const worker = state.workers[event.data.instanceId];
      if (!worker) return state;
      const { cause, startedAt, deadline } = event.data;
      const hadJoined = worker.status === 'joined' || (worker.status === 'draining' && worker.hadJoined);
      return withWorker(state, { ...factsOf(worker), status: 'draining', cause, startedAt, deadline, hadJoined });
    }
    case 'NodeDrained': {
      const worker = state.workers[event.data.instanceId];
      if (worker?.status !== 'draining') return state;
      return withWorker(state, { ...factsOf(worker), status: 'drained', cause: worker.cause, drainedAt: event.occurredAt });
    }
    case 'NodeDrainFailed': {
      const worker = state.workers[event.data.instanceId];
      if (worker?.status !== 'draining') return state;
      const back = withWorker(state, { ...factsOf(worker), status: 'joined', joinedAt: event.occurredAt });
      const failed = withOutcome(back, { kind: 'drain-failed', instanceId: worker.instanceId });
      // One that was drained before it had joined has joined now, or its launch would never end.
      const joined = withOutcome(failed, { kind: 'joined', worker: back.workers[worker.instanceId] ?? worker });
      return withoutStandIns(joined, [worker.instanceId]);
    }
    case 'NodeTerminated':
    case 'NodeLost': {
      const worker = state.workers[event.data.instanceId];
      if (!worker) return state;
      const how = event.type === 'NodeLost' ? 'lost' : 'terminated';
      return withLoss(state, worker, { instanceId: worker.instanceId, at: event.occurredAt, how });
    }
    case 'ZoneShifted':
      return withZoneShift(state, event.data, event.occurredAt);
    case 'PriceRecorded':
      return withPrice(state, event.data);
    case 'NodeAtRisk':
    case 'NodeRiskPassed':
    case 'NodeReplacementScheduled':
      return withOutlook(state, event);
  }
}

/** The fleet stream's state, written by the capacity-manager and read by whoever needs to know the fleet. */
export const fleetFold: Fold<FleetState, EventTypeOf<'fleet'>> = {
  name: 'fleet',
  version: 5,
  snapshotEvery: 4,
  evolve: evolveFleet,
  initialState: () => emptyFleet,
};

function withPlan(state: FleetState, plan: EventData<'ScalePlanned'>, plannedAt: string): FleetState {
  const { operationId, decisionPosition, cause, reason, workersBefore, launches, victims } = plan;
  const begun = {
    ...{ operationId, decisionPosition, cause, reason, workersBefore, plannedAt },
    ...{ pending: launches, joining: [], leaving: victims, added: [], removed: [], failed: 0 },
  };
  // A decision settles the size: what a repair has added meanwhile is part of it, and nobody need go for that.
  const settled = decisionPosition === null ? state : sparingVictims(state);
  return {
    ...settled,
    operations: [...settled.operations, begun],
    decisionPosition: Math.max(state.decisionPosition, decisionPosition ?? 0),
    lastRepairAt: cause === 'repair' ? plannedAt : state.lastRepairAt,
  };
}

/** What is observed of an offering holds for its workers from now on. A correction is for the books. */
function withPrice(state: FleetState, price: EventData<'PriceRecorded'>): FleetState {
  if (price.source !== 'observed' || price.to !== null) return state;
  const { pricePerHourUsd } = price;
  const workers = Object.entries(state.workers).map(([instanceId, worker]): [string, Worker] => [
    instanceId,
    isOfOffering(worker, price) ? { ...worker, pricePerHourUsd } : worker,
  ]);
  return { ...state, workers: Object.fromEntries(workers) };
}

function isOfOffering(worker: WorkerFacts, offering: Pick<WorkerFacts, 'instanceType' | 'zone' | 'capacityType'>): boolean {
  const { instanceType, zone, capacityType } = offering;
  return worker.instanceType === instanceType && worker.zone === zone && worker.capacityType === capacityType;
}

function withLoss(state: FleetState, worker: Worker, departed: DepartedWorker): FleetState {
  const { [worker.instanceId]: _gone, ...workers } = state.workers;
  const without = { ...state, workers, departed: withDeparted(state.departed, departed) };
  const next = withOutcome(without, { kind: 'gone', worker });
  if (departed.how === 'terminated') return next;
  return sparingVictims(withZoneTrouble(next, { zone: worker.zone, kind: 'lost', at: departed.at }));
}

function withWorker(state: FleetState, worker: Worker): FleetState {
  return { ...state, workers: { ...state.workers, [worker.instanceId]: worker } };
}

function withOutcome(state: FleetState, outcome: Outcome): FleetState {
  const next = { ...state, operations: noteOutcome(state.operations, outcome) };
  return next.operations.some(cameToNothing) ? sparingVictims(next, cameToNothing) : next;
}

/** What the plan says by now: the worker that it was planned for may have been spared since. */
function standsInFor({ launchId, replaces }: EventData<'NodeLaunched'>, { operations }: FleetState): string | null {
  const planned = operations.flatMap(({ pending }) => pending).find((launch) => launch.launchId === launchId);
  return planned ? planned.replaces : replaces;
}

function factsOf(source: WorkerFacts): WorkerFacts {
  const { launchId, instanceId, nodeName, zone, capacityType, instanceType, pricePerHourUsd, launchedAt, replaces } = source;
  return {
    ...{ launchId, instanceId, nodeName, zone, capacityType, instanceType, pricePerHourUsd, launchedAt, replaces },
    ...(source.atRisk && { atRisk: source.atRisk }),
    ...(source.replacement && { replacement: source.replacement }),
  };
}
