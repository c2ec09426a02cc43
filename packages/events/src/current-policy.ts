import type { RecordedEvent } from './envelope.ts';
import { ExpectedVersionError } from './errors.ts';
import { deriveEventId } from './event-id.ts';
import type { EventStore } from './event-store.ts';
import type { Policy } from './policy.ts';
import { streamName } from './streams.ts';
import { toTimestamp } from './timestamp.ts';

/** The policy in force and its version, which is the position of its PolicyAdopted event. */
export type AdoptedPolicy = { readonly policy: Policy; readonly version: number };

/** Reads one item: the last event of the policy stream. Null when no policy was ever adopted. */
export async function readCurrentPolicy(store: EventStore, clusterId: string): Promise<AdoptedPolicy | null> {
  const [last] = await store.read(streamName('policy', clusterId), { direction: 'backward', limit: 1 });
  if (!last) return null;
  const { data, position } = last as RecordedEvent<'PolicyAdopted'>;
  return { policy: data.policy, version: position };
}

/** What putting a policy in force came to. */
export type Adoption = {
  readonly version: number;
  /** False when the very same policy was in force already and nothing was written. */
  readonly adopted: boolean;
  /** What was in force before; null for the first policy of a cluster. */
  readonly before: AdoptedPolicy | null;
};

/**
 * Appends PolicyAdopted unless the same policy is in force. `now` is in epoch milliseconds. `basedOn` is the version that the policy
 * was made from, where it was.
 * ExpectedVersionError when someone else adopted one at the same time, or since that version.
 */
export async function adoptPolicy(
  store: EventStore,
  clusterId: string,
  {
    policy,
    author,
    note,
    now,
    basedOn,
  }: {
    readonly policy: Policy;
    readonly author: string;
    readonly note: string;
    readonly now: number;
    readonly basedOn?: number;
  },
): Promise<Adoption> {
  const before = await readCurrentPolicy(store, clusterId);
  const current = before?.version ?? 0;
  if (basedOn !== undefined && basedOn !== current) throw new ExpectedVersionError(streamName('policy', clusterId), basedOn);
  const text = JSON.stringify(policy);
  if (before && JSON.stringify(before.policy) === text) return { version: before.version, adopted: false, before };
  const version = current + 1;
  const id = deriveEventId(now, 'policy', clusterId, version, text);
  const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
  await store.append(streamName('policy', clusterId), [{ type: 'PolicyAdopted', ...causes, data: { policy, author, note } }], {
    expectedVersion: version - 1,
  });
  return { version, adopted: true, before };
}
