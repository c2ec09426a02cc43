import {
  defaultPolicy,
  deriveEventId,
  type EventStore,
  type Policy,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { type PolicyChange, policyChanges } from './policy-diff.ts';

export type Adoption = { readonly version: number; readonly changes: readonly PolicyChange[]; readonly adopted: boolean };

/** Appends PolicyAdopted unless the same policy is in force. ExpectedVersionError when someone else adopted one at the same time. */
export async function adoptPolicy(
  store: EventStore,
  clusterId: string,
  options: { readonly policy: Policy; readonly author: string; readonly note: string; readonly now: number },
): Promise<Adoption> {
  const { policy, author, note, now } = options;
  const current = await readCurrentPolicy(store, clusterId);
  const changes = policyChanges(current?.policy ?? defaultPolicy(), policy);
  if (current && changes.length === 0) return { version: current.version, changes, adopted: false };
  const version = (current?.version ?? 0) + 1;
  const id = deriveEventId(now, 'policy', clusterId, version, JSON.stringify(policy));
  const event = {
    ...{ id, type: 'PolicyAdopted' as const, occurredAt: toTimestamp(now), correlationId: id, causationId: id },
    data: { policy, author, note },
  };
  const [adopted] = await store.append(streamName('policy', clusterId), [event], { expectedVersion: current?.version ?? 0 });
  return { version: adopted?.position ?? 0, changes, adopted: true };
}
