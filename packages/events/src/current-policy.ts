import type { RecordedEvent } from './envelope.ts';
import type { EventStore } from './event-store.ts';
import type { Policy } from './policy.ts';
import { streamName } from './streams.ts';

/** The policy in force and its version, which is the position of its PolicyAdopted event. */
export type AdoptedPolicy = { readonly policy: Policy; readonly version: number };

/** Reads one item: the last event of the policy stream. Null when no policy was ever adopted. */
export async function readCurrentPolicy(store: EventStore, clusterId: string): Promise<AdoptedPolicy | null> {
  const [last] = await store.read(streamName('policy', clusterId), { direction: 'backward', limit: 1 });
  if (!last) return null;
  const { data, position } = last as RecordedEvent<'PolicyAdopted'>;
  return { policy: data.policy, version: position };
}
