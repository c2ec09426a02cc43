import { type DrainPlan, drainPlan, podPath, remainingPods } from './drain-plan.ts';
import { type Evictions, evictPods, forcePods, noEvictions, POLL_SECONDS } from './evictions.ts';
import { type ClusterPod, KubernetesError, type KubernetesPort } from './port.ts';

/** Looks at the node in one drain: one a second for an hour, which no deadline of ours allows. */
const MAX_ROUNDS = 3_600;

export type DrainOptions = {
  readonly kubernetes: KubernetesPort;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  readonly nodeName: string;
  /** Epoch milliseconds. What is left then stays. */
  readonly deadline: number;
  /** Noted on the node while it is cordoned. */
  readonly reason: string;
  /**
   * For a machine that will be taken anyway: from `at` (epoch milliseconds) on, what is left is deleted without asking its
   * budget, with at most this grace. Pods marked do-not-disrupt are left to finish until then. Null: nothing is ever forced.
   */
  readonly force: { readonly at: number; readonly gracePeriodSeconds: number } | null;
};

export type DrainResult = {
  /**
   * `drained`: no pod that had to move is left. `deadline`: some are. `node-gone`: there is no such node (any more).
   * `refused`: a pod is marked do-not-disrupt and nothing may be forced. After `deadline` and `refused` the node may be
   * cordoned; whoever wants to keep it uncordons it.
   */
  readonly outcome: 'drained' | 'deadline' | 'node-gone' | 'refused';
  /** Pods that this call evicted; those of an earlier call that it joined in are not counted again. */
  readonly evictedPods: number;
  readonly forcedPods: number;
  /** `namespace/name` */
  readonly leftPods: readonly string[];
  readonly seconds: number;
  /** One sentence for people. */
  readonly message: string;
};

/**
 * Empties a node: cordons it, evicts what may be evicted through the Eviction API, lowest priority first, waits until it is
 * gone, and asks again where a budget or the API said no, until the deadline. An API that fails or refuses is asked again as
 * well, so the only errors thrown are not KubernetesErrors. A second drain of the same node simply joins in.
 */
export async function drainNode(options: DrainOptions): Promise<DrainResult> {
  const drain = begin(options);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const ended = await nextRound(drain, round);
    if (ended) return ended;
    await options.clock.sleep(Math.max(1, nextLook(drain) - options.clock.now()));
  }
  return end(drain, 'deadline');
}

/** A drain under way. */
type Drain = DrainOptions & {
  readonly startedAt: number;
  readonly evictions: Evictions;
  cordoned: boolean;
  /** When the round that is under way began. */
  lookedAt: number;
  left: readonly ClusterPod[];
  lastError: string | null;
};

function begin(options: DrainOptions): Drain {
  const now = options.clock.now();
  return { ...options, startedAt: now, evictions: noEvictions(), cordoned: false, lookedAt: now, left: [], lastError: null };
}

/** Looks, acts, and says how the drain ended, if it did. */
async function nextRound(drain: Drain, round: number): Promise<DrainResult | undefined> {
  drain.lookedAt = drain.clock.now();
  // A machine that will be taken is worth one hurried round even when the notice came late.
  const isLast = drain.lookedAt >= drain.deadline && (round > 0 || !drain.force);
  try {
    const ended = (await prepare(drain, isLast)) ?? (await proceed(drain, isLast));
    drain.lastError = null;
    return ended;
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    drain.lastError = error.message;
    return isLast ? end(drain, 'deadline') : undefined;
  }
}

/** Cordons the node, unless that is done, pointless or not wanted. */
async function prepare(drain: Drain, isLast: boolean): Promise<DrainResult | undefined> {
  if (drain.cordoned) return undefined;
  if (!(await isThere(drain))) return end(drain, 'node-gone');
  if (isForbidden(drain, await look(drain))) return end(drain, 'refused');
  if (isLast) return end(drain, 'deadline');
  await drain.kubernetes.cordon(drain.nodeName, drain.reason);
  drain.cordoned = true;
  return undefined;
}

/** Looks at what is left and asks it to go. */
async function proceed(drain: Drain, isLast: boolean): Promise<DrainResult | undefined> {
  const plan = await look(drain);
  if (drain.left.length === 0) return end(drain, (await isThere(drain)) ? 'drained' : 'node-gone');
  if (isForbidden(drain, plan)) return end(drain, 'refused');
  if (isLast) return end(drain, 'deadline');
  const { kubernetes, evictions, force, deadline, clock } = drain;
  const round = { kubernetes, evictions, now: () => clock.now() };
  if (force && drain.lookedAt >= force.at) {
    await forcePods(drain.left, { ...round, until: Number.POSITIVE_INFINITY, gracePeriodSeconds: force.gracePeriodSeconds });
  } else {
    await evictPods(plan.evict, { ...round, until: Math.min(deadline, force?.at ?? deadline) });
  }
  return undefined;
}

async function look(drain: Drain): Promise<DrainPlan> {
  const plan = drainPlan(await drain.kubernetes.listPodsOnNode(drain.nodeName));
  drain.left = remainingPods(plan);
  return plan;
}

async function isThere(drain: Drain): Promise<boolean> {
  const nodes = await drain.kubernetes.listNodes();
  return nodes.some(({ name }) => name === drain.nodeName);
}

function isForbidden(drain: Drain, plan: DrainPlan): boolean {
  return drain.force === null && plan.protectedPods.length > 0;
}

/** The next moment at which something is to be done: a retry, the forcing, the end, or just the next poll. */
function nextLook(drain: Drain): number {
  const retries = Array.from(drain.evictions.refusals.values(), ({ retryAt }) => retryAt);
  const moments = [drain.deadline, drain.force?.at ?? drain.deadline, ...retries].filter((at) => at > drain.lookedAt);
  return Math.min(drain.clock.now() + POLL_SECONDS * 1_000, ...moments);
}

function end(drain: Drain, outcome: DrainResult['outcome']): DrainResult {
  const { evictions, left, clock, startedAt } = drain;
  const seconds = (clock.now() - startedAt) / 1_000;
  const result = {
    evictedPods: evictions.evicted.size,
    forcedPods: evictions.forced.size,
    leftPods: left.map(podPath),
    seconds,
  };
  return { outcome, ...result, message: describe(drain, outcome) };
}

function describe(drain: Drain, outcome: DrainResult['outcome']): string {
  const { nodeName, evictions, left } = drain;
  switch (outcome) {
    case 'drained':
      return `${nodeName} is empty: ${pods(evictions.evicted.size)} evicted, ${evictions.forced.size} forced`;
    case 'node-gone':
      return `there is no node ${nodeName} (any more)`;
    case 'refused': {
      const marked = left.filter(({ doNotDisrupt, terminating }) => doNotDisrupt && !terminating).map(podPath);
      return `${nodeName} was not drained: ${marked.join(', ')} must not be disrupted`;
    }
    case 'deadline':
      return `${pods(left.length)} left on ${nodeName} at the deadline${whyLeft(drain)}`;
  }
}

function whyLeft({ left, evictions, lastError }: Drain): string {
  if (lastError) return `; the API last said: ${lastError}`;
  const refused = left.flatMap(({ uid }) => evictions.refusals.get(uid) ?? []).at(0);
  return refused ? `; ${refused.path}: ${refused.why}` : '';
}

function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}
