import type { RecordedEvent } from './envelope.ts';
import { ExpectedVersionError } from './errors.ts';
import { deriveEventId } from './event-id.ts';
import type { EventStore } from './event-store.ts';
import type { Policy } from './policy.ts';
import { type StreamName, streamName } from './streams.ts';
import { toTimestamp } from './timestamp.ts';

/** The policy in force and its version, which is the position of its PolicyAdopted event. */
export type AdoptedPolicy = { readonly policy: Policy; readonly version: number };

/** A policy that decides beside the one in force, only to be watched. Its version is the position of its ShadowPolicySet event. */
export type ShadowPolicy = AdoptedPolicy & { readonly name: string };

/** What the policy stream says now. */
export type PoliciesAtWork = {
  /** Null when no policy was ever adopted. */
  readonly adopted: AdoptedPolicy | null;
  /** Null when there is none. */
  readonly shadow: ShadowPolicy | null;
  /** Position of the last event of the stream; 0 for none. */
  readonly head: number;
};

/** Reads two items at most: the last event of the policy stream, and the one of the other kind that it points to. */
export async function readPolicies(store: EventStore, clusterId: string): Promise<PoliciesAtWork> {
  const stream = streamName('policy', clusterId);
  const [last] = (await store.read(stream, { direction: 'backward', limit: 1 })) as readonly PolicyEvent[];
  if (!last) return { adopted: null, shadow: null, head: 0 };
  const other = await readAt(store, stream, otherPosition(last));
  return { adopted: adoptedIn(last) ?? adoptedIn(other), shadow: shadowIn(last) ?? shadowIn(other), head: last.position };
}

/** The policy in force. Null when no policy was ever adopted. */
export async function readCurrentPolicy(store: EventStore, clusterId: string): Promise<AdoptedPolicy | null> {
  const { adopted } = await readPolicies(store, clusterId);
  return adopted;
}

type PolicyEvent = RecordedEvent<'PolicyAdopted' | 'ShadowPolicySet'>;

function otherPosition(event: PolicyEvent): number {
  return event.type === 'PolicyAdopted' ? (event.data.shadowPosition ?? 0) : event.data.adoptedPosition;
}

async function readAt(store: EventStore, stream: StreamName, position: number): Promise<PolicyEvent | undefined> {
  if (position === 0) return undefined;
  const [event] = await store.read(stream, { from: position, limit: 1 });
  return event as PolicyEvent | undefined;
}

function adoptedIn(event: PolicyEvent | undefined): AdoptedPolicy | null {
  return event?.type === 'PolicyAdopted' ? { policy: event.data.policy, version: event.position } : null;
}

function shadowIn(event: PolicyEvent | undefined): ShadowPolicy | null {
  if (event?.type !== 'ShadowPolicySet' || event.data.policy === null) return null;
  const { name, policy } = event.data;
  return { policy, version: event.position, name };
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
  const { adopted: before, shadow, head } = await readPolicies(store, clusterId);
  const current = before?.version ?? 0;
  if (basedOn !== undefined && basedOn !== current) throw new ExpectedVersionError(streamName('policy', clusterId), basedOn);
  const text = JSON.stringify(policy);
  if (before && JSON.stringify(before.policy) === text) return { version: before.version, adopted: false, before };
  const version = head + 1;
  const id = deriveEventId(now, 'policy', clusterId, version, text);
  const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
  const data = { policy, author, note, ...(shadow && { shadowPosition: shadow.version }) };
  await store.append(streamName('policy', clusterId), [{ type: 'PolicyAdopted', ...causes, data }], { expectedVersion: head });
  return { version, adopted: true, before };
}
