import type { Policy } from '@smartscale/events';
import { type DrainResult, drainNode } from '@smartscale/kubernetes';
import type { InvocationContext } from '@smartscale/lambda';
import { CORDONED_FOR_SCALE_DOWN, type Fact } from './decider.ts';
import type { Session } from './session.ts';
import { terminateWorkers } from './terminate-workers.ts';

/** Time that an invocation keeps for itself at the end of a drain: to record, to terminate, to uncordon. */
const RESERVED_SECONDS = 45;

/** How long a drain that begins now may take: as the policy says, and as long as the invocation lives. */
export function drainSecondsWithin(context: InvocationContext, { drain }: Policy): number {
  const secondsLeft = Math.floor(context.getRemainingTimeInMillis() / 1_000) - RESERVED_SECONDS;
  return Math.max(1, Math.min(drain.timeoutSeconds, secondsLeft));
}

type Draining = { readonly instanceId: string; readonly nodeName: string; readonly deadline: string };

/** Empties a victim and terminates it; or, when it cannot be emptied in time, takes it back. */
export async function drainWorker({ instanceId, nodeName, deadline }: Draining, session: Session): Promise<void> {
  const { kubernetes, clock } = session;
  const options = { kubernetes, clock, nodeName, deadline: Date.parse(deadline), reason: CORDONED_FOR_SCALE_DOWN, force: null };
  const result = await drainNode(options);
  const isEmpty = result.outcome === 'drained' || result.outcome === 'node-gone';
  if (isEmpty) {
    const state = await session.record([drainedFact(instanceId, result)]);
    await terminateWorkers([instanceId], state, session);
  } else {
    await takeBack({ instanceId, nodeName, message: result.message, blockedBy: result.leftPods }, session);
  }
}

/** Ends a drain without success: recorded first, then uncordoned, but only if the stream agrees that the worker stays. */
export async function takeBack(
  drain: {
    readonly instanceId: string;
    readonly nodeName: string;
    readonly message: string;
    readonly blockedBy: readonly string[];
  },
  session: Session,
): Promise<void> {
  const { instanceId, nodeName, message, blockedBy } = drain;
  const state = await session.record([{ type: 'NodeDrainFailed', data: { instanceId, message, blockedBy: [...blockedBy] } }]);
  if (state.workers[instanceId]?.status === 'joined') await session.kubernetes.uncordon(nodeName);
}

export function drainedFact(
  instanceId: string,
  { evictedPods, forcedPods, seconds }: Pick<DrainResult, 'evictedPods' | 'forcedPods' | 'seconds'>,
): Fact {
  return { type: 'NodeDrained', data: { instanceId, evictedPods, forcedPods, seconds: Math.round(seconds) } };
}
