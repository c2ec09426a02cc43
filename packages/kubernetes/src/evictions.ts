import { podPath } from './drain-plan.ts';
import { type ClusterPod, KubernetesError, type KubernetesPort } from './port.ts';

/** Requests under way at once: enough for a full node in a few rounds, too few to trouble a small K3s server. */
export const MAX_PARALLEL_EVICTIONS = 8;
/** When an answer names no time of its own, and between looks at the node. */
export const POLL_SECONDS = 5;
const MIN_RETRY_SECONDS = 1;

/** What came of asking, kept from one round of a drain to the next. Grows with the pods of one node only. */
export type Evictions = {
  readonly evicted: Set<string>;
  readonly forced: Set<string>;
  /** By pod: not to be asked before this moment, and why it stayed. */
  readonly refusals: Map<string, { readonly retryAt: number; readonly path: string; readonly why: string }>;
};

export function noEvictions(): Evictions {
  return { evicted: new Set(), forced: new Set(), refusals: new Map() };
}

type Round = {
  readonly kubernetes: KubernetesPort;
  readonly now: () => number;
  /** No further request from this moment on: the next round has other things to do. */
  readonly until: number;
  readonly evictions: Evictions;
};

/** Asks for each pod that is not to be left alone for a while longer, in the given order. */
export async function evictPods(pods: readonly ClusterPod[], round: Round): Promise<void> {
  const { evictions, kubernetes } = round;
  const due = pods.filter(({ uid }) => (evictions.refusals.get(uid)?.retryAt ?? 0) <= round.now());
  await inParallel(due, round, async (pod) => {
    const answer = await kubernetes.evict(pod, { gracePeriodSeconds: null });
    evictions.refusals.delete(pod.uid);
    if (answer.kind === 'evicted') evictions.evicted.add(pod.uid);
    if (answer.kind === 'blocked') refuse(round, pod, { why: answer.message, afterSeconds: answer.retryAfterSeconds });
  });
}

/** Deletes each pod without asking its budget. One that is on its way out with no more than that grace is left to it. */
export async function forcePods(pods: readonly ClusterPod[], round: Round & { gracePeriodSeconds: number }): Promise<void> {
  const { evictions, kubernetes } = round;
  const due = pods.filter((pod) => !(pod.terminating && pod.gracePeriodSeconds <= round.gracePeriodSeconds));
  await inParallel(due, round, async (pod) => {
    const gracePeriodSeconds = Math.min(pod.gracePeriodSeconds, round.gracePeriodSeconds);
    await kubernetes.deletePod(pod, { gracePeriodSeconds });
    evictions.refusals.delete(pod.uid);
    evictions.forced.add(pod.uid);
  });
}

/** One pod that the API fails on keeps no other from being asked. */
async function inParallel(pods: readonly ClusterPod[], round: Round, ask: (pod: ClusterPod) => Promise<void>): Promise<void> {
  for (let start = 0; start < pods.length && round.now() < round.until; start += MAX_PARALLEL_EVICTIONS) {
    await Promise.all(
      pods.slice(start, start + MAX_PARALLEL_EVICTIONS).map(async (pod) => {
        try {
          await ask(pod);
        } catch (error) {
          if (!(error instanceof KubernetesError)) throw error;
          refuse(round, pod, { why: error.message, afterSeconds: null });
        }
      }),
    );
  }
}

function refuse(round: Round, pod: ClusterPod, refusal: { why: string; afterSeconds: number | null }): void {
  const seconds = Math.max(MIN_RETRY_SECONDS, refusal.afterSeconds ?? POLL_SECONDS);
  const retryAt = round.now() + seconds * 1_000;
  round.evictions.refusals.set(pod.uid, { retryAt, path: podPath(pod), why: refusal.why });
}
