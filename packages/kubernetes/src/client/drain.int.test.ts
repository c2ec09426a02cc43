import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  budget,
  daemonSet,
  deployment,
  kubernetesPeer,
  type PodOptions,
  pod,
} from '../../../../test/peers/kubernetes/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { type DrainOptions, drainNode } from '../drain.ts';
import { isRunning, type LiveCluster, startLiveCluster, until } from './testing/live-cluster.ts';

/** The drain's seconds pass this much faster than those of the cluster. */
const HASTE = 10;
const began = Date.now();
const clock = {
  now: () => began + (Date.now() - began) * HASTE,
  sleep: (milliseconds: number) => sleep(milliseconds / HASTE),
};
const inSeconds = (seconds: number) => clock.now() + seconds * 1_000;

describeWithPeer(kubernetesPeer, 'a drain in a real cluster', () => {
  let cluster: LiveCluster;
  let test = 0;
  /** Two nodes of this test alone, and what keeps pods to them. */
  let a: string;
  let b: string;
  let here: PodOptions;

  beforeAll(async () => {
    cluster = await startLiveCluster();
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    test += 1;
    [a, b] = [`a-${test}`, `b-${test}`];
    const pool = `pool-${test}`;
    here = { nodeSelector: { pool } };
    for (const name of [a, b]) await cluster.kubelets.add({ name, labels: { pool } });
    await cluster.client.cordon(b, 'test set-up');
  });
  afterEach(() => cluster.kubelets.setPodTimes({ startSeconds: 0, stopSeconds: 0 }));

  const drain = (options: Partial<DrainOptions> = {}) =>
    drainNode({
      ...{ kubernetes: cluster.client, clock, nodeName: a, deadline: inSeconds(300), reason: 'scale-down', force: null },
      ...options,
    });
  const nodeA = async () => (await cluster.client.listNodes()).find(({ name }) => name === a);
  const auditOf = async (resource: string, verb: string) => {
    const entries = await cluster.auditLog();
    return entries.filter((entry) => entry.resource === resource && entry.verb === verb && entry.user.includes('smartscale'));
  };
  /** All pods of a deployment on node a, and node b open. */
  async function deployed(app: string, replicas: number, options: PodOptions = {}): Promise<void> {
    await cluster.admin.create(deployment(app, replicas, { ...here, ...options }));
    await cluster.running(app, replicas, a);
  }
  async function budgeted(app: string, allowed: Parameters<typeof budget>[1], disruptions: number): Promise<string> {
    const { metadata } = await cluster.admin.create(budget(app, allowed));
    const path = `/apis/policy/v1/namespaces/default/poddisruptionbudgets/${metadata.name}`;
    await until('the budget has been reckoned', async () => {
      const { status } = await cluster.admin.get(path);
      return status?.observedGeneration === 1 && status.disruptionsAllowed === disruptions;
    });
    return path;
  }
  const openB = () => cluster.client.uncordon(b);

  it('moves a deployment pod by pod within its budget', async () => {
    await deployed('steady', 4);
    await budgeted('steady', { minAvailable: 3 }, 1);
    cluster.kubelets.setPodTimes({ startSeconds: 1 });
    await openB();
    let fewest = 4;
    let draining = true;
    const watching = (async () => {
      while (draining) {
        fewest = Math.min(fewest, (await cluster.podsOf('steady')).filter(isRunning).length);
        await sleep(20);
      }
    })();
    const result = await drain();
    draining = false;
    await watching;
    expect(result).toMatchObject({ outcome: 'drained', evictedPods: 4, forcedPods: 0, leftPods: [] });
    expect(fewest).toBe(3);
    await cluster.running('steady', 4, b);
    const answers = (await auditOf('pods/eviction', 'create')).filter(({ name }) => name?.startsWith('steady'));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(3);
    expect(await nodeA()).toMatchObject({ cordoned: true, cordonedFor: 'scale-down' });
  });

  it('ends at the deadline on a budget that never yields, and leaves a node that can be opened again', async () => {
    await deployed('stubborn', 2);
    await budgeted('stubborn', { maxUnavailable: 0 }, 0);
    await openB();
    const result = await drain({ deadline: inSeconds(20) });
    expect(result).toMatchObject({ outcome: 'deadline', evictedPods: 0, leftPods: [expect.any(String), expect.any(String)] });
    expect(result.message).toMatch(/default\/stubborn-\S+: Cannot evict pod as it would violate the pod's disruption budget\./);
    expect(result.seconds).toBeGreaterThanOrEqual(20);
    expect(result.seconds).toBeLessThan(60);
    await cluster.running('stubborn', 2, a);
    await cluster.client.uncordon(a);
    expect(await nodeA()).toMatchObject({ cordoned: false, cordonedFor: null });
  });

  it('leaves DaemonSet pods, mirror pods and what has ended', async () => {
    await cluster.admin.create(daemonSet('logs', here));
    await cluster.admin.create(pod('static', { nodeName: a, annotations: { 'kubernetes.io/config.mirror': 'abc' } }));
    await cluster.admin.create(pod('job', { nodeName: a }));
    await deployed('moves', 1);
    await until('all pods run', async () => (await cluster.client.listPodsOnNode(a)).every(({ phase }) => phase === 'Running'));
    await cluster.kubelets.finishPod('job');
    await openB();
    expect(await drain()).toMatchObject({ outcome: 'drained', evictedPods: 1 });
    const left = (await cluster.client.listPodsOnNode(a)).map(({ name }) => name.replace(/-.*/, ''));
    expect(left.sort()).toEqual(['job', 'logs', 'static']);
  });

  it('refuses to disturb a marked pod, and touches nothing', async () => {
    await deployed('other', 1);
    await deployed('training', 1, { annotations: { 'smartscale.dev/do-not-disrupt': '4h' } });
    const result = await drain();
    expect(result).toMatchObject({ outcome: 'refused', evictedPods: 0 });
    expect(result.message).toMatch(/was not drained: default\/training-\S+ must not be disrupted/);
    expect(await nodeA()).toMatchObject({ cordoned: false, cordonedFor: null });
    await cluster.running('other', 1, a);
  });

  it('of a Spot machine deletes at its moment what would not go, with the shorter grace', async () => {
    await deployed('blocked', 1);
    await budgeted('blocked', { maxUnavailable: 0 }, 0);
    await deployed('marked', 1, { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } });
    await deployed('willing', 1);
    await openB();
    const force = { at: inSeconds(30), gracePeriodSeconds: 1 };
    const result = await drain({ force, deadline: inSeconds(150), reason: 'spot-interruption' });
    expect(result).toMatchObject({ outcome: 'drained', evictedPods: 1, forcedPods: 2, leftPods: [] });
    expect(result.seconds).toBeGreaterThanOrEqual(25);
    await cluster.running('blocked', 1, b);
    await cluster.running('marked', 1, b);
    const deleted = (await auditOf('pods', 'delete')).map(({ name = '' }) => name.replace(/-.*/, ''));
    expect(deleted.sort()).toEqual(['blocked', 'marked']);
  });

  it('reports what a machine that fell silent never ended', async () => {
    await deployed('silent', 2);
    await openB();
    cluster.kubelets.lose(a);
    const force = { at: inSeconds(20), gracePeriodSeconds: 1 };
    const result = await drain({ force, deadline: inSeconds(40) });
    expect(result).toMatchObject({ outcome: 'deadline', evictedPods: 2, forcedPods: 2 });
    expect(result.leftPods).toHaveLength(2);
    // Their replacements do not wait for that.
    await until('two new pods run on b', async () => {
      const pods = (await cluster.podsOf('silent')).filter(isRunning);
      return pods.filter(({ spec }) => spec.nodeName === b).length === 2;
    });
  });

  it('asks the lowest priority first', async () => {
    const classes = { batch: -10, middle: 10, vital: 1_000 };
    for (const [name, value] of Object.entries(classes)) {
      await cluster.admin.create({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value });
    }
    const names = ['vital', 'batch', 'middle'];
    for (const name of names) await deployed(name, 1, { priorityClassName: name });
    await openB();
    const order: string[] = [];
    const evict: LiveCluster['client']['evict'] = (key, options) => {
      order.push(key.name.replace(/-.*/, ''));
      return cluster.client.evict(key, options);
    };
    expect(await drain({ kubernetes: { ...cluster.client, evict } })).toMatchObject({ outcome: 'drained', evictedPods: 3 });
    expect(order).toEqual(['batch', 'middle', 'vital']);
  });

  it('sees that the node has been deleted meanwhile', async () => {
    await deployed('orphaned', 1);
    await budgeted('orphaned', { maxUnavailable: 0 }, 0);
    const draining = drain();
    await until('the drain has begun', async () => (await nodeA())?.cordoned === true);
    await cluster.client.deleteNode(a);
    // The garbage collector takes the pods of a node that is gone after a while of its own; here they go at once.
    await cluster.admin.request('DELETE', '/api/v1/namespaces/default/pods?labelSelector=app%3Dorphaned', {
      body: { gracePeriodSeconds: 0 },
    });
    expect(await draining).toMatchObject({ outcome: 'node-gone', evictedPods: 0 });
  });

  it('goes on after the API server was away', async () => {
    await deployed('patient', 2);
    const path = await budgeted('patient', { maxUnavailable: 0 }, 0);
    await openB();
    const draining = drain();
    await until('the budget has said no', async () =>
      (await auditOf('pods/eviction', 'create')).some(({ name, status }) => name?.startsWith('patient') && status === 429),
    );
    await cluster.outage(() => sleep(1_000));
    const body = { spec: { maxUnavailable: 1 } };
    await cluster.admin.request('PATCH', path, { body, contentType: 'application/merge-patch+json' });
    expect(await draining).toMatchObject({ outcome: 'drained', evictedPods: 2 });
    await cluster.running('patient', 2, b);
  });

  it('says at the deadline that the API server is away', async () => {
    await deployed('unlucky', 1);
    await budgeted('unlucky', { maxUnavailable: 0 }, 0);
    const draining = drain({ deadline: inSeconds(40) });
    await until('the drain has begun', async () => (await nodeA())?.cordoned === true);
    await cluster.outage(async () => {
      const result = await draining;
      expect(result).toMatchObject({ outcome: 'deadline', leftPods: [expect.stringMatching(/^default\/unlucky-/)] });
      expect(result.message).toMatch(/the API last said: the K3s API at 127\.0\.0\.1:\d+ .* cannot be reached: /);
    });
    expect(await nodeA()).toMatchObject({ cordoned: true, cordonedFor: 'scale-down' });
  });

  it('joins in with a drain that is under way', async () => {
    await deployed('shared', 3);
    await openB();
    cluster.kubelets.setPodTimes({ stopSeconds: 1 });
    const [one, other] = await Promise.all([drain(), drain()]);
    expect(one.outcome).toBe('drained');
    expect(other.outcome).toBe('drained');
    await cluster.running('shared', 3, b);
  });
});
