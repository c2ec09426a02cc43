import type { PlannedLaunch } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import { LAUNCH_CLAIM_SECONDS } from '../limits.ts';
import { hasWorker } from '../new-facts.ts';
import type { Instance } from '../ports.ts';
import { secondsBetween } from '../seconds.ts';
import type { Step, View } from './steps.ts';

/** What the launches need that were planned and have no worker yet. */
export function launchSteps({ plannedAt, operationId, pending }: fleet.Operation, view: View): readonly Step[] {
  const ageSeconds = secondsBetween(plannedAt, view.now);
  if (ageSeconds < LAUNCH_CLAIM_SECONDS) return [];
  return pending.flatMap((launch): readonly Step[] => {
    const instance = view.observed.instances.find(({ launchId }) => launchId === launch.launchId);
    if (instance)
      return isAlive(instance)
        ? []
        : [failed(launch, `InstanceGone`, `EC2 shows ${instance.instanceId} as ${instance.state}.`)];
    if (ageSeconds > view.policy.launch.joinTimeoutSeconds) {
      return [failed(launch, 'NotLaunchedInTime', `There was no instance ${ageSeconds} s after the plan.`)];
    }
    return [{ kind: 'launch', launch, operationId }];
  });
}

/**
 * What an instance of ours needs that is not in the fleet: adoption as a rule, which also mends a crash right after a launch. A
 * second instance of a launch is surplus, and adopted as well if it carries pods by now.
 */
export function strangerSteps(instance: Instance, view: View): readonly Step[] {
  const { instanceId } = instance;
  if (instance.state === 'stopped' || instance.state === 'stopping') return [{ kind: 'reap', instanceId, why: 'stopped' }];
  if (!isAlive(instance)) return [];
  if (view.state.departed.some((gone) => gone.instanceId === instanceId && gone.how === 'terminated')) {
    return [{ kind: 'reap', instanceId, why: 'terminated-before' }];
  }
  return hasWorker(view.state, instance.launchId ?? instanceId) ? surplusSteps(instance, view) : adoptionSteps(instance, view);
}

function surplusSteps(instance: Instance, { nodeOf, nodesTrusted }: View): readonly Step[] {
  const { instanceId } = instance;
  if (!nodesTrusted) return [];
  if (!nodeOf.get(instanceId)?.ready) return [{ kind: 'reap', instanceId, why: 'surplus' }];
  return [{ kind: 'adopt', instance, launchId: instanceId, replaces: null }];
}

function adoptionSteps(instance: Instance, { state, now }: View): readonly Step[] {
  const launchId = instance.launchId ?? instance.instanceId;
  const operation = state.operations.find(({ pending }) => pending.some((launch) => launch.launchId === launchId));
  // Whoever launched it is about to record it.
  if (operation && secondsBetween(operation.plannedAt, now) < LAUNCH_CLAIM_SECONDS) return [];
  const replaces = operation?.pending.find((launch) => launch.launchId === launchId)?.replaces ?? null;
  return [{ kind: 'adopt', instance, launchId, replaces }];
}

function isAlive({ state }: Instance): boolean {
  return state === 'pending' || state === 'running';
}

function failed({ launchId, zone, capacityType }: PlannedLaunch, code: string, message: string): Step {
  return { kind: 'record', fact: { type: 'LaunchFailed', data: { launchId, zone, capacityType, code, message, attempts: 0 } } };
}
