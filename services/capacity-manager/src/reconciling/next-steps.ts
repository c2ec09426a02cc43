import type { Policy } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import { isEnded } from '../completions.ts';
import { driftOf, mayRepair } from '../planning/drift.ts';
import { placesOf } from '../planning/places.ts';
import { victimsToDrain } from '../repair-mix.ts';
import { launchSteps, strangerSteps } from './launch-steps.ts';
import { nodeSteps } from './node-steps.ts';
import { type Observed, type Step, type View, viewOf } from './steps.ts';
import { workerSteps } from './worker-steps.ts';

export type { Observed, Step } from './steps.ts';

/**
 * Compares stream, EC2 and cluster and names what must be done to bring them together. Nothing when they agree.
 * `now` in epoch milliseconds. The state must not be older than what was observed.
 */
export function nextSteps(
  state: fleet.FleetState,
  observed: Observed,
  options: { readonly policy: Policy; readonly now: number },
): readonly Step[] {
  const view = viewOf(state, observed, options);
  const steps: Step[] = [];
  for (const instanceId in state.workers) {
    const worker = state.workers[instanceId];
    if (worker) steps.push(...workerSteps(worker, view));
  }
  for (const operation of state.operations) steps.push(...operationSteps(operation, view));
  for (const instance of observed.instances) {
    if (!state.workers[instance.instanceId]) steps.push(...strangerSteps(instance, view));
  }
  for (const node of observed.nodes) steps.push(...nodeSteps(node, view));
  // Only a fleet of which nothing else is to be said is whole.
  return steps.length > 0 ? steps : repairSteps(view);
}

function repairSteps({ state, policy, now }: View): readonly Step[] {
  const drift = driftOf(placesOf(state), policy.mix);
  return drift && mayRepair(drift, state, { policy, now }) ? [{ kind: 'repair-mix' }] : [];
}

function operationSteps(operation: fleet.Operation, view: View): readonly Step[] {
  if (isEnded(operation)) return [{ kind: 'close-operations' }];
  if (victimsToDrain(operation, view.state).length > 0) {
    return [{ kind: 'begin-exchange', operationId: operation.operationId }];
  }
  return operation.pending.length === 0 ? [] : launchSteps(operation, view);
}
