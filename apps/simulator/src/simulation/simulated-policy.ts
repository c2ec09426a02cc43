import { adoptPolicy, defaultPolicy, type EventStore, type Policy, readCurrentPolicy } from '@smartscale/events';
import { INSTANCE_TYPES, isOffered } from '../world/ec2/instance-types.ts';

/** Author of the first policy of every simulated cluster; no user of a machine has such a name. */
export const SIMULATOR = 'the simulator';

export class PolicyNotSimulatedError extends Error {
  override readonly name = 'PolicyNotSimulatedError';
}

/** Puts the wanted policy in force, unless it is already, and returns the one in force. Throws PolicyNotSimulatedError. */
export async function settlePolicy(
  store: EventStore,
  clusterId: string,
  { wanted, now }: { readonly wanted: Policy | undefined; readonly now: number },
): Promise<Policy> {
  const current = await readCurrentPolicy(store, clusterId);
  const policy = wanted ?? current?.policy ?? defaultPolicy();
  checkInstanceTypes(policy);
  const note = current === null ? 'the simulation begins' : 'the simulation goes on';
  await adoptPolicy(store, clusterId, { policy, author: SIMULATOR, note, now });
  return policy;
}

function checkInstanceTypes({ placement }: Policy): void {
  const unknown = placement.instanceTypes.find((instanceType) => !isOffered(instanceType));
  if (unknown === undefined) return;
  throw new PolicyNotSimulatedError(
    `placement.instanceTypes: the simulation has no ${unknown}; it offers ${INSTANCE_TYPES.join(', ')}`,
  );
}
