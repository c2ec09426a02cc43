import { beforeEach, describe, expect, it } from 'vitest';
import { type DrainOptions, drainNode } from './drain.ts';
import { MAX_PARALLEL_EVICTIONS } from './evictions.ts';
import { createFakeCluster, type DeploymentSpec, type FakeCluster } from './fake/index.ts';
import { type EvictionAnswer, KubernetesError, type KubernetesPort } from './port.ts';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const at = (seconds: number) => START + seconds * 1_000;

let now: number;
let cluster: FakeCluster;
let calls: string[];

const clock = {
  now: () => now,
  sleep: async (milliseconds: number) => {
    now += milliseconds;
  },
};

beforeEach(() => {
  now = START - 60_000;
  calls = [];
  cluster = createFakeCluster({ now: clock.now, sleep: clock.sleep });
  for (const name of ['a', 'b']) {
    cluster.addNode({
      name,
      instanceId: `i-${name}`,
      zone: 'ap-south-1a',
      cores: name === 'a' ? 4 : 8,
      bytes: 8_000,
      ready: true,
    });
  }
});

const deploy = (spec: Partial<DeploymentSpec> = {}) =>
  cluster.deploy({ name: 'web', replicas: 3, cores: 0.1, bytes: 1, ...spec });

/** Puts everything that is deployed on node a, running. */
async function onNodeA(deployAll: () => void): Promise<void> {
  await cluster.kubernetes.cordon('b', 'test set-up');
  deployAll();
  now = START;
  await cluster.kubernetes.uncordon('b');
}

/** The fake, with each call noted as `<call> <pod>@<second>`, and with answers of the test's own where there are any. */
function observed(answers: Partial<KubernetesPort> = {}): KubernetesPort {
  const port = { ...cluster.kubernetes, ...answers };
  const note = (call: string) => calls.push(`${call}@${(now - START) / 1_000}`);
  return {
    ...port,
    cordon: (node, reason) => {
      note('cordon');
      return port.cordon(node, reason);
    },
    evict: (pod, options) => {
      note(`evict ${pod.name}`);
      return port.evict(pod, options);
    },
    deletePod: (pod, options) => {
      note(`delete ${pod.name} ${options.gracePeriodSeconds}s`);
      return port.deletePod(pod, options);
    },
  };
}

const drain = (options: Partial<DrainOptions> = {}) =>
  drainNode({
    ...{ kubernetes: observed(), clock, nodeName: 'a', deadline: at(300), reason: 'scale-down', force: null },
    ...options,
  });

describe('a drain by choice', () => {
  it('cordons, evicts the lowest priority first, waits and is done when nothing is left', async () => {
    await onNodeA(() => {
      deploy({ replicas: 2, priority: 5 });
      deploy({ name: 'batch', replicas: 1 });
      cluster.addDaemonSet({ name: 'agent', cores: 0.1, bytes: 1 });
      cluster.addPod('a', { name: 'static', cores: 0.1, bytes: 1, isMirror: true });
      cluster.addPod('a', { name: 'job', cores: 0.1, bytes: 1, phase: 'Succeeded' });
    });
    expect(await drain()).toEqual({
      ...{ outcome: 'drained', evictedPods: 3, forcedPods: 0, leftPods: [], seconds: 5 },
      message: 'a is empty: 3 pods evicted, 0 forced',
    });
    expect(calls).toEqual(['cordon@0', 'evict batch-1@0', 'evict web-1@0', 'evict web-2@0']);
    expect(await cluster.kubernetes.listNodes()).toMatchObject([{ cordoned: true, cordonedFor: 'scale-down' }, {}]);
  });

  it('takes an empty node at once', async () => {
    expect(await drain()).toMatchObject({ outcome: 'drained', seconds: 0 });
  });

  it('waits for a budget and asks again', async () => {
    await onNodeA(() => deploy({ replicas: 2, startSeconds: 12 }));
    cluster.setBudget({ deployment: 'web', minAvailable: 1 });
    expect(await drain()).toMatchObject({ outcome: 'drained', evictedPods: 2, seconds: 20 });
    expect(calls.filter((call) => call.startsWith('evict web-2'))).toEqual([
      ...['evict web-2@0', 'evict web-2@5', 'evict web-2@10', 'evict web-2@15'],
    ]);
  });

  it('gives up at the deadline on a budget that never yields, and says which pod and why', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    const result = await drain({ deadline: at(62) });
    expect(result).toMatchObject({ outcome: 'deadline', evictedPods: 0, leftPods: ['default/web-1'], seconds: 62 });
    expect(result.message).toContain("default/web-1: Cannot evict pod as it would violate the pod's disruption budget");
  });

  it('sees at the deadline itself that the last pod has gone', async () => {
    await onNodeA(() => deploy({ replicas: 1, stopSeconds: 8 }));
    expect(await drain({ deadline: at(8) })).toMatchObject({ outcome: 'drained', seconds: 8 });
  });

  it('gives up one moment before the last pod would have gone', async () => {
    await onNodeA(() => deploy({ replicas: 1, stopSeconds: 8 }));
    expect(await drain({ deadline: at(7.999) })).toMatchObject({ outcome: 'deadline', leftPods: ['default/web-1'] });
  });

  it('touches nothing when a pod must not be disrupted', async () => {
    await onNodeA(() => {
      deploy();
      deploy({ name: 'training', replicas: 1, doNotDisrupt: true });
    });
    expect(await drain()).toMatchObject({ outcome: 'refused', leftPods: expect.arrayContaining(['default/training-1']) });
    expect(calls).toEqual([]);
  });

  it('names the pods that must not be disrupted, without those that are on their way out anyway', async () => {
    await onNodeA(() => {
      deploy();
      deploy({ name: 'training', replicas: 2, doNotDisrupt: true, stopSeconds: 60, gracePeriodSeconds: 60 });
    });
    const [ending] = (await cluster.kubernetes.listPodsOnNode('a')).filter(({ name }) => name === 'training-1');
    if (!ending) throw new Error('training-1 is not on node a');
    await cluster.kubernetes.deletePod(ending, { gracePeriodSeconds: 60 });
    expect((await drain()).message).toBe('a was not drained: default/training-2 must not be disrupted');
  });

  it('lets each pod have its own grace', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    const asked: unknown[] = [];
    const evict: KubernetesPort['evict'] = (pod, options) => {
      asked.push(options);
      return cluster.kubernetes.evict(pod, options);
    };
    await drain({ kubernetes: observed({ evict }) });
    expect(asked).toEqual([{ gracePeriodSeconds: null }]);
  });

  it('refuses when such a pod came between the look and the cordon', async () => {
    await onNodeA(() => deploy());
    const cordon = async () => cluster.addPod('a', { name: 'late', cores: 0.1, bytes: 1, doNotDisrupt: true });
    expect(await drain({ kubernetes: observed({ cordon }) })).toMatchObject({ outcome: 'refused', evictedPods: 0 });
  });

  it('does nothing when its deadline has passed before it began', async () => {
    await onNodeA(() => deploy());
    expect(await drain({ deadline: at(0) })).toMatchObject({ outcome: 'deadline', seconds: 0 });
    expect(calls).toEqual([]);
  });

  it('asks eight at a time and no ninth before the first eight have answered', async () => {
    await onNodeA(() => deploy({ replicas: 20 }));
    let underWay = 0;
    let most = 0;
    const evict: KubernetesPort['evict'] = async (pod, options) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return cluster.kubernetes.evict(pod, options);
    };
    expect(await drain({ kubernetes: observed({ evict }) })).toMatchObject({ outcome: 'drained', evictedPods: 20 });
    expect(most).toBe(MAX_PARALLEL_EVICTIONS);
  });
});

describe('a node that is gone', () => {
  it('is said to be gone', async () => {
    expect(await drain({ nodeName: 'nowhere' })).toMatchObject({
      ...{ outcome: 'node-gone', evictedPods: 0, leftPods: [], seconds: 0 },
      message: 'there is no node nowhere (any more)',
    });
    expect(calls).toEqual([]);
  });

  it('is said to be gone when that happens in the middle', async () => {
    await onNodeA(() => deploy({ stopSeconds: 30 }));
    const sleep = async (milliseconds: number) => {
      now += milliseconds;
      if (cluster.hasNode('a')) cluster.removeNode('a');
    };
    expect(await drain({ clock: { ...clock, sleep } })).toMatchObject({ outcome: 'node-gone', evictedPods: 3, seconds: 5 });
  });
});

describe('a drain of a machine that will be taken', () => {
  const force = { at: at(70), gracePeriodSeconds: 20 };

  it('leaves blocked and do-not-disrupt pods until the moment of force, then deletes them with the shorter grace', async () => {
    await onNodeA(() => {
      deploy({ replicas: 1 });
      deploy({ name: 'training', replicas: 1, doNotDisrupt: true, gracePeriodSeconds: 10 });
    });
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    const result = await drain({ force, deadline: at(90) });
    expect(result).toMatchObject({ outcome: 'drained', evictedPods: 0, forcedPods: 2, seconds: 75 });
    expect(calls.filter((call) => call.startsWith('delete'))).toEqual(['delete web-1 20s@70', 'delete training-1 10s@70']);
    expect(calls.some((call) => call.startsWith('evict training'))).toBe(false);
  });

  it('hurries a pod that takes its time, once', async () => {
    await onNodeA(() => deploy({ replicas: 1, gracePeriodSeconds: 600, stopSeconds: 600 }));
    const result = await drain({ force, deadline: at(90) });
    expect(result).toMatchObject({ outcome: 'drained', evictedPods: 1, forcedPods: 1, seconds: 90 });
    expect(calls.filter((call) => call.startsWith('delete'))).toEqual(['delete web-1 20s@70']);
  });

  it('forces at once when the notice came late, and says what it had to leave', async () => {
    await onNodeA(() => deploy({ replicas: 2, stopSeconds: 15 }));
    now = at(95);
    const result = await drain({ force, deadline: at(90) });
    expect(result).toMatchObject({ outcome: 'deadline', forcedPods: 2, leftPods: ['default/web-1', 'default/web-2'] });
  });

  it('reports what a dead kubelet never ended', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.loseNode('a');
    expect(await drain({ force, deadline: at(90) })).toMatchObject({
      outcome: 'deadline',
      leftPods: ['default/web-1'],
      seconds: 90,
    });
  });
});

describe('what happens between two polls', () => {
  const force = { at: at(72), gracePeriodSeconds: 20 };

  it('forces at its very moment', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    await drain({ force, deadline: at(98) });
    expect(calls.filter((call) => call.startsWith('delete'))).toEqual(['delete web-1 20s@72']);
  });

  it('ends at its very deadline', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.loseNode('a');
    expect(await drain({ force, deadline: at(98) })).toMatchObject({ outcome: 'deadline', seconds: 98 });
  });

  it.each([
    ['the deadline', null, at(10), 2],
    ['the deadline, nor at it', null, at(8), 1],
    ['the moment of force', { at: at(10), gracePeriodSeconds: 20 }, at(90), 2],
  ])('begins no eviction after %s, however slow the answers', async (_, forced, deadline, rounds) => {
    await onNodeA(() => deploy({ replicas: 30 }));
    const evict: KubernetesPort['evict'] = async () => {
      now += 1_000;
      return { kind: 'blocked', message: 'not now', retryAfterSeconds: 60 };
    };
    await drain({ kubernetes: observed({ evict }), force: forced, deadline });
    const begun = calls.filter((call) => call.startsWith('evict')).map((call) => Number(call.split('@')[1]));
    expect(begun).toHaveLength(rounds * MAX_PARALLEL_EVICTIONS);
  });
});

describe('the reason given at the deadline', () => {
  const seconds = 20;

  it('is not a failure of the API that has passed', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    cluster.failApi({ kind: 'error', error: 'unreachable', from: START, until: at(4) });
    const { message } = await drain({ deadline: at(seconds) });
    expect(message).toContain('disruption budget');
  });

  it('is not a refusal that has passed', async () => {
    await onNodeA(() => deploy({ replicas: 1, stopSeconds: 60, gracePeriodSeconds: 60 }));
    let asked = 0;
    const evict: KubernetesPort['evict'] = async (pod, options) => {
      asked += 1;
      if (asked > 1) return cluster.kubernetes.evict(pod, options);
      return { kind: 'blocked', message: 'not now', retryAfterSeconds: null };
    };
    const { message } = await drain({ kubernetes: observed({ evict }), deadline: at(seconds) });
    expect(message).toBe('1 pod left on a at the deadline');
  });
});

describe('the reason given for a pod that was forced', () => {
  it('is not the refusal that the force overrode', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    cluster.loseNode('a');
    const { message } = await drain({ force: { at: at(10), gracePeriodSeconds: 20 }, deadline: at(30) });
    expect(message).toBe('1 pod left on a at the deadline');
  });
});

describe('a second drain of the same node', () => {
  it('joins in: waits for what the first one evicted and ends as it would have', async () => {
    await onNodeA(() => deploy({ replicas: 2, stopSeconds: 20 }));
    const crash = new Error('killed');
    const sleep = async () => {
      throw crash;
    };
    await expect(drain({ clock: { ...clock, sleep } })).rejects.toBe(crash);
    expect(await drain()).toMatchObject({ outcome: 'drained', evictedPods: 0, leftPods: [] });
    expect(calls).toEqual(['cordon@0', 'evict web-1@0', 'evict web-2@0', 'cordon@0']);
  });
});

describe('what the API answers', () => {
  const failure = (kind: KubernetesError['kind']) => async () => {
    throw new KubernetesError(kind, `the API says ${kind}`);
  };
  const blocked = (retryAfterSeconds: number | null) => async (): Promise<EvictionAnswer> => ({
    ...{ kind: 'blocked', message: 'not now', retryAfterSeconds },
  });

  it.each([
    ['404 or 409: the pod is gone', async (): Promise<EvictionAnswer> => ({ kind: 'gone' }), 5],
    ['429 without a time', blocked(null), 5],
    ['429 with Retry-After: 2', blocked(2), 2],
    ['429 with Retry-After: 0', blocked(0), 1],
    ['500', failure('failed'), 5],
    ['a time-out', failure('timeout'), 5],
    ['throttled', failure('throttled'), 5],
    ['a token that has just expired', failure('unauthorized'), 5],
  ])('%s to an eviction: asked again', async (_, first, secondAt) => {
    await onNodeA(() => deploy({ replicas: 1, stopSeconds: 0 }));
    let answered = false;
    const evict: KubernetesPort['evict'] = (pod, options) => {
      if (answered) return cluster.kubernetes.evict(pod, options);
      answered = true;
      return first();
    };
    const result = await drain({ kubernetes: observed({ evict }) });
    expect(result).toMatchObject({ outcome: 'drained', evictedPods: 1 });
    expect(calls.slice(1)).toEqual(['evict web-1@0', `evict web-1@${secondAt}`]);
  });

  it('on one pod keeps no other from being asked', async () => {
    await onNodeA(() => deploy({ replicas: MAX_PARALLEL_EVICTIONS + 1 }));
    const evict: KubernetesPort['evict'] = (pod, options) =>
      pod.name === 'web-1' ? failure('failed')() : cluster.kubernetes.evict(pod, options);
    const result = await drain({ kubernetes: observed({ evict }), deadline: at(60) });
    expect(result).toMatchObject({ outcome: 'deadline', evictedPods: MAX_PARALLEL_EVICTIONS, leftPods: ['default/web-1'] });
    expect(result.message).toContain('default/web-1: the API says failed');
    expect(calls).toContain(`evict web-${MAX_PARALLEL_EVICTIONS + 1}@0`);
  });

  it('does not ask before a long Retry-After is over', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    await drain({ kubernetes: observed({ evict: blocked(30) }), deadline: at(61) });
    expect(calls.slice(1)).toEqual(['evict web-1@0', 'evict web-1@30', 'evict web-1@60']);
  });

  it.each(['listNodes', 'listPodsOnNode', 'cordon'] as const)('an outage at %s is waited out', async (call) => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.failApi({ kind: 'error', error: 'unreachable', from: START, until: at(23), calls: [call] });
    expect(await drain()).toMatchObject({ outcome: 'drained', evictedPods: 1, seconds: 30 });
  });

  it('an outage without end is the outcome, with what the API said last', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.failApi({ kind: 'error', error: 'forbidden', from: START, until: at(9_000) });
    const result = await drain({ deadline: at(60) });
    expect(result).toMatchObject({ outcome: 'deadline', seconds: 60 });
    expect(result.message).toContain('the API last said: the API was told to fail: forbidden');
  });

  it('an answer that is lost although it took effect does no harm', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.failApi({
      kind: 'error',
      error: 'timeout',
      from: START,
      until: at(1),
      calls: ['cordon', 'evict'],
      takesEffect: true,
    });
    expect(await drain()).toMatchObject({ outcome: 'drained', leftPods: [] });
  });

  it('a slow API costs time but holds the deadline up to the answers under way', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    cluster.failApi({
      kind: 'slow',
      milliseconds: 9_000,
      from: START,
      until: at(9_000),
      calls: ['listNodes', 'listPodsOnNode'],
    });
    const result = await drain({ deadline: at(60) });
    expect(result.outcome).toBe('deadline');
    expect(result.seconds).toBeGreaterThan(60);
    expect(result.seconds).toBeLessThanOrEqual(60 + 2 * 9);
  });

  it('an error that is not the API’s is thrown on', async () => {
    const bug = new TypeError('a bug');
    await expect(drain({ kubernetes: observed({ listNodes: () => Promise.reject(bug) }) })).rejects.toBe(bug);
    await onNodeA(() => deploy({ replicas: 1 }));
    await expect(drain({ kubernetes: observed({ evict: () => Promise.reject(bug) }) })).rejects.toBe(bug);
  });

  it('a clock that stands still ends the drain all the same', async () => {
    await onNodeA(() => deploy({ replicas: 1 }));
    const still = { now: () => START, sleep: async () => {} };
    expect(await drain({ kubernetes: observed({ evict: blocked(null) }), clock: still })).toMatchObject({
      outcome: 'deadline',
    });
  });
});
