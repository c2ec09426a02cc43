import type { BudgetSpec } from './specs.ts';
import type { Deployment, FakePod, World } from './world.ts';

/** Whether the budgets of its deployment let this pod go now. A pod that does not run yet needs none (as in Kubernetes). */
export function mayDisrupt(world: World, pod: FakePod): boolean {
  const deployment = pod.owner;
  if (deployment?.kind !== 'deployment' || pod.phase !== 'Running' || pod.endsAt !== null) return true;
  return world.budgets
    .filter((budget) => budget.deployment === deployment.name)
    .every((budget) => allows(budget, deployment, pod));
}

/** A pod that is unhealthy itself may go as long as those that are healthy suffice without it. */
function allows(budget: BudgetSpec, deployment: Deployment, pod: FakePod): boolean {
  const without = isHealthy(pod) ? 1 : 0;
  return healthyCount(deployment) - without >= leastHealthy(budget, deployment.replicas);
}

function leastHealthy(budget: BudgetSpec, replicas: number): number {
  if ('minAvailable' in budget) return asCount(budget.minAvailable, replicas);
  return replicas - asCount(budget.maxUnavailable, replicas);
}

/** A percentage counts as the next whole pod, as `intstr.GetScaledValueFromIntOrPercent` with rounding up does. */
function asCount(amount: number | `${number}%`, replicas: number): number {
  if (typeof amount === 'number') return amount;
  return Math.ceil((Number.parseFloat(amount) * replicas) / 100);
}

function healthyCount(deployment: Deployment): number {
  let healthy = 0;
  for (const siblings of deployment.placed.values()) for (const pod of siblings) if (isHealthy(pod)) healthy += 1;
  return healthy;
}

/** The pods of a node that is not ready are not ready either. */
function isHealthy(pod: FakePod): boolean {
  return pod.phase === 'Running' && pod.node?.ready === true;
}
