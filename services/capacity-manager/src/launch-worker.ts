import type { PlannedLaunch } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import type { Fact } from './decider.ts';
import { launchedFact } from './launched-fact.ts';
import { hasWorker } from './new-facts.ts';
import { type Attempt, attemptsLeft } from './planning/fallback.ts';
import type { Place } from './planning/places.ts';
import { ComputeError, type Instance, type LaunchAnswer } from './ports.ts';
import type { Session } from './session.ts';

export type LaunchOrder = {
  readonly launch: PlannedLaunch;
  readonly operation: Pick<fleet.Operation, 'operationId' | 'cause'>;
  /** The fleet in which the launch is pending. */
  readonly state: fleet.FleetState;
  /** No attempt begins after this; epoch milliseconds. */
  readonly beginBefore: number;
};

/** The outcome of an attempt that a person or time must solve, told in EC2's words. */
type Trouble = { readonly code: string; readonly message: string };

/**
 * Launches one planned worker: as planned, or wherever there is capacity, each refusal recorded. In the end NodeLaunched or
 * LaunchFailed is recorded, unless EC2 throttles or fails: then the launch stays pending and `reconcile` tries again.
 */
export async function launchWorker(order: LaunchOrder, session: Session): Promise<void> {
  const tried: Place[] = [];
  let { state } = order;
  let trouble: Trouble = { code: 'NoOfferingLeft', message: 'Every offering of the policy is marked unavailable for now.' };
  for (;;) {
    const [attempt] = attemptsLeft(order.launch, tried, contextOf(order, state, session));
    if (!attempt) return giveUp(order, { ...trouble, attempts: tried.length, isExpected: isSearch(order) }, session);
    if (session.clock.now() > order.beginBefore) return;
    tried.push(attempt);
    const answer = await ask(order, attempt, session);
    switch (answer.kind) {
      case 'launched':
        return keepOne(answer.instance, order, session);
      case 'unavailable':
        trouble = answer;
        state = await session.record([failedOffering(attempt, answer.code)]);
        break;
      case 'refused':
        return giveUp(order, { ...answer, attempts: tried.length, isExpected: false }, session);
      case 'later':
        return;
    }
  }
}

/** A repair exchanges one capacity type, or one zone, for another: the same one again would be no repair. */
function contextOf(order: LaunchOrder, state: fleet.FleetState, { policy, clock }: Session) {
  return { state, policy, now: clock.now(), onlyAsPlanned: isRepair(order), onlyZone: isZoneRepair(order, state) };
}

function isRepair({ operation }: LaunchOrder): boolean {
  return operation.cause === 'repair';
}

/** It exchanges a worker for one of its own capacity type. */
function isZoneRepair(order: LaunchOrder, { workers }: fleet.FleetState): boolean {
  const { capacityType, replaces } = order.launch;
  return isRepair(order) && workers[replaces ?? '']?.capacityType === capacityType;
}

/**
 * A repair that wants Spot, or another zone, takes what there is: without capacity the fleet is as large as it should be, only dearer or
 * less even.
 */
function isSearch(order: LaunchOrder): boolean {
  return isRepair(order) && (order.launch.capacityType === 'spot' || isZoneRepair(order, order.state));
}

/** Records the instance; terminates it when another invocation's instance became the worker of this launch. */
async function keepOne(instance: Instance, order: LaunchOrder, session: Session): Promise<void> {
  const { instanceId } = instance;
  const state = await session.record([await launchedFact(instance, { ...order, session })]);
  const isSurplus = !state.workers[instanceId] && hasWorker(state, order.launch.launchId);
  if (!isSurplus) return;
  session.telemetry.warn(`launch ${order.launch.launchId} had a second instance, ${instanceId}: it is terminated`, {
    instanceId,
  });
  await session.compute.terminate([instanceId]);
}

type Answer = LaunchAnswer | ({ readonly kind: 'refused' } & Trouble) | { readonly kind: 'later' };

async function ask({ launch, operation }: LaunchOrder, attempt: Attempt, session: Session): Promise<Answer> {
  const { clusterId, correlationId, compute, telemetry } = session;
  const { launchId } = launch;
  try {
    return await compute.launch({ launchId, clusterId, operationId: operation.operationId, correlationId, ...attempt });
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    const { code, message, kind } = error;
    telemetry.warn(`launch ${launchId}: ${code}: ${message}`, { launchId, kind, code });
    // With IdempotentParameterMismatch the launch has an instance already, elsewhere: EC2's list will show it.
    if (kind === 'throttled' || kind === 'failed' || code === 'IdempotentParameterMismatch') {
      telemetry.count('LaunchesDeferred');
      return { kind: 'later' };
    }
    return { kind: 'refused', code, message };
  }
}

type Outcome = Trouble & { readonly attempts: number; readonly isExpected: boolean };

async function giveUp({ launch }: LaunchOrder, outcome: Outcome, session: Session): Promise<void> {
  const { launchId, zone, capacityType } = launch;
  const { code, message, attempts, isExpected } = outcome;
  const failed: Fact = { type: 'LaunchFailed', data: { launchId, zone, capacityType, code, message, attempts } };
  await session.record([failed], { isExpected });
}

function failedOffering({ zone, capacityType }: Attempt, code: string): Fact {
  return { type: 'OfferingFailed', data: { instanceType: null, zone, capacityType, code } };
}
