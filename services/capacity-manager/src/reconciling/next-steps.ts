import type { Policy } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import { isEnded } from '../completions.ts';
import { isNear, mayExchange } from '../planning/due.ts';
import { driftsOf, mayRepair } from '../planning/repairs.ts';
import { mayDrainVictims, victimsToDrain } from '../repair-mix.ts';
import { ghostSteps } from './ghost-steps.ts';
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
  for (const node of view.nodes) steps.push(...nodeSteps(node, view));
  steps.push(...ghostSteps(view));
  // To exchange workers one has to see their nodes.
  if (observed.nodes === null) return steps;
  const due = dueSteps(view);
  steps.push(...due.urgent);
  // Only a fleet of which nothing else is to be said is whole.
  if (steps.length > 0) return steps;
  return due.others.length > 0 ? due.others : repairSteps(view);
}

/** Workers that are to be replaced: all of those that must go now, or the one that has to go first. */
function dueSteps(view: View): { readonly urgent: readonly Step[]; readonly others: readonly Step[] } {
  const due = Object.values(view.state.workers)
    .filter((worker) => worker.replacement !== undefined && mayExchange(worker, view))
    .toSorted((one, other) => ((one.replacement?.dueAt ?? '') < (other.replacement?.dueAt ?? '') ? -1 : 1));
  const stepOf = ({ instanceId }: fleet.Worker): Step => ({ kind: 'exchange-due', instanceId });
  const urgent = due.filter((worker) => isNear(worker, view.now));
  const others = due.filter((worker) => !isNear(worker, view.now)).slice(0, 1);
  return { urgent: urgent.map(stepOf), others: others.map(stepOf) };
}

function repairSteps({ state, policy, now }: View): readonly Step[] {
  const context = { state, policy, now };
  return driftsOf(context).some((drift) => mayRepair(drift, context)) ? [{ kind: 'repair-mix' }] : [];
}

function operationSteps(operation: fleet.Operation, view: View): readonly Step[] {
  if (isEnded(operation)) return [{ kind: 'close-operations' }];
  if (victimsToDrain(operation, view.state).length > 0) {
    if (!mayDrainVictims(operation, view)) return [];
    return [{ kind: 'begin-exchange', operationId: operation.operationId }];
  }
  return operation.pending.length === 0 ? [] : launchSteps(operation, view);
}
