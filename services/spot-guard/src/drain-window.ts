import type { EventData, Policy } from '@smartscale/events';
import { deadlineOf } from './notices/notice.ts';

/** What a pod gets to end at the latest: the kubelet still has to do its part before the machine is taken. */
export const FORCE_GRACE_SECONDS = 20;

export type DrainWindow = {
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly force: { readonly at: number; readonly gracePeriodSeconds: number };
};

/**
 * When an interrupted worker has to be empty: `policy.drain.spotTimeoutSeconds` after the notice, with force beginning a grace
 * earlier. Whoever comes too late for that forces at once and waits for that grace, or until the machine is taken.
 */
export function drainWindow(warning: Pick<EventData<'SpotWarning'>, 'noticedAt'>, policy: Policy, now: number): DrainWindow {
  const noticedAt = Date.parse(warning.noticedAt);
  const grace = FORCE_GRACE_SECONDS * 1_000;
  const wanted = noticedAt + policy.drain.spotTimeoutSeconds * 1_000;
  const takenAt = deadlineOf({ kind: 'interruption', noticedAt }) ?? wanted;
  return {
    deadline: Math.max(wanted, Math.min(now + grace, takenAt)),
    force: { at: Math.max(noticedAt, wanted - grace), gracePeriodSeconds: FORCE_GRACE_SECONDS },
  };
}
