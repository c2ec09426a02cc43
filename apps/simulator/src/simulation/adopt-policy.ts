import {
  type AdoptedPolicy,
  defaultPolicy,
  deriveEventId,
  type EventStore,
  type Policy,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { INSTANCE_TYPES, isOffered } from '../world/ec2/instance-types.ts';

/** Author of the first policy of every simulated cluster; no user of a machine has such a name. */
export const SIMULATOR = 'the simulator';

export class PolicyNotSimulatedError extends Error {
  override readonly name = 'PolicyNotSimulatedError';
}

/** Puts the wanted policy in force, unless it is already, and returns the one in force. Throws PolicyNotSimulatedError. */
export async function adoptPolicy(
  store: EventStore,
  clusterId: string,
  options: { readonly wanted: Policy | undefined; readonly seed: string | number; readonly now: number },
): Promise<Policy> {
  const current = await readCurrentPolicy(store, clusterId);
  const policy = options.wanted ?? current?.policy ?? defaultPolicy();
  checkInstanceTypes(policy);
  if (!isInForce(policy, current)) {
    const version = current?.version ?? 0;
    const id = deriveEventId(options.now, 'simulation', clusterId, options.seed, version + 1);
    const data = { policy, author: SIMULATOR, note: version === 0 ? 'the simulation begins' : 'the simulation goes on' };
    const event = {
      ...{ type: 'PolicyAdopted' as const, id, correlationId: id, causationId: id, data },
      occurredAt: toTimestamp(options.now),
    };
    await store.append(streamName('policy', clusterId), [event], { expectedVersion: version });
  }
  return policy;
}

function isInForce(policy: Policy, current: AdoptedPolicy | null): boolean {
  return current !== null && JSON.stringify(current.policy) === JSON.stringify(policy);
}

function checkInstanceTypes({ placement }: Policy): void {
  const unknown = placement.instanceTypes.find((instanceType) => !isOffered(instanceType));
  if (unknown === undefined) return;
  throw new PolicyNotSimulatedError(
    `placement.instanceTypes: the simulation has no ${unknown}; it offers ${INSTANCE_TYPES.join(', ')}`,
  );
}
