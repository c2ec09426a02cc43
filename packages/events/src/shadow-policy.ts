import { readPolicies, type ShadowPolicy } from './current-policy.ts';
import { deriveEventId } from './event-id.ts';
import type { EventStore } from './event-store.ts';
import type { Policy } from './policy.ts';
import { streamName } from './streams.ts';
import { toTimestamp } from './timestamp.ts';

/** What setting a shadow policy, or taking it away, came to. */
export type ShadowSetting = {
  /** False when it was so already and nothing was written. */
  readonly changed: boolean;
  /** What decided beside the policy in force before; null for none. */
  readonly before: ShadowPolicy | null;
};

/**
 * Appends ShadowPolicySet unless it is so already: a policy that decides beside the one in force from the next evaluation on, in
 * place of another one; or null, to take away the one there is. `now` is in epoch milliseconds. ExpectedVersionError when someone
 * else wrote to the policy stream at the same time; InvalidEventError when the name does not fit.
 */
export async function setShadowPolicy(
  store: EventStore,
  clusterId: string,
  {
    shadow,
    author,
    note,
    now,
  }: {
    readonly shadow: { readonly name: string; readonly policy: Policy } | null;
    readonly author: string;
    readonly note: string;
    readonly now: number;
  },
): Promise<ShadowSetting> {
  const { adopted, shadow: before, head } = await readPolicies(store, clusterId);
  const name = shadow?.name ?? before?.name;
  if (name === undefined) return { changed: false, before };
  const policy = shadow?.policy ?? null;
  const text = JSON.stringify(policy);
  if (before?.name === name && JSON.stringify(before.policy) === text) return { changed: false, before };
  const id = deriveEventId(now, 'shadow-policy', clusterId, head + 1, name, text);
  const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
  const data = { name, policy, author, note, adoptedPosition: adopted?.version ?? 0 };
  await store.append(streamName('policy', clusterId), [{ type: 'ShadowPolicySet', ...causes, data }], {
    expectedVersion: head,
  });
  return { changed: true, before };
}
