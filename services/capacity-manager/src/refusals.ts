import type { EventData } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { CarryOutDecision } from './commands.ts';
import { secondsBetween } from './seconds.ts';

export type Refusal = Pick<EventData<'ScaleRefused'>, 'code' | 'message'>;

/**
 * Why a decision that was not seen before must not be carried out now; null when it may. A decision rested on the fleet as it
 * was, so it is judged again by the fleet as it is.
 */
export function refusalOf({ decision, policy, now }: CarryOutDecision, state: fleet.FleetState): Refusal | null {
  const { to, action, basis } = decision.data;
  const { min, max } = policy.workers;
  const ageSeconds = secondsBetween(decision.occurredAt, now);
  if (ageSeconds > basis.intervalSeconds) {
    const limit = `older than the ${basis.intervalSeconds} s between evaluations`;
    return { code: 'stale', message: `The decision is ${ageSeconds} s old, ${limit}.` };
  }
  // A fleet that is above its maximum comes down by steps, and the first ones end above it, too.
  if (to < min || (action === 'up' && to > max))
    return { code: 'out-of-bounds', message: `${to} workers are not within ${min} to ${max}.` };
  const running = state.operations.find(({ decisionPosition }) => decisionPosition !== null);
  if (running) {
    return { code: 'operation-in-flight', message: `Operation ${running.operationId} (${running.cause}) has not ended yet.` };
  }
  const workers = workersNow(state);
  if (action === 'up' ? workers >= to : workers <= to) {
    return { code: 'already-at-size', message: `The fleet has ${workers} workers; ${to} were wanted.` };
  }
  const standing = fleet.countStanding(state);
  if (action === 'up' && standing >= max) {
    const message = `${standing} workers stand, ${standing - workers} of them at risk beside their stand-ins: ${max} are the most.`;
    return { code: 'out-of-bounds', message };
  }
  return null;
}

/** A repair has a stand-in for it on its way already. */
export function isBeingExchanged(instanceId: string, { operations }: fleet.FleetState): boolean {
  return operations.some(({ cause, leaving }) => cause === 'repair' && leaving.includes(instanceId));
}

/** Workers here or coming: what a decision's `from` and `to` count. */
export function workersNow(state: fleet.FleetState): number {
  const { joined, coming } = fleet.countFleet(state);
  return joined + coming;
}
