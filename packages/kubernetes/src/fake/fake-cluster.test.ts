import { beforeEach, describe, expect, it } from 'vitest';
import { KubernetesError } from '../port.ts';
import { createFakeCluster, type FakeCluster } from './index.ts';

const MEBIBYTE = 1_048_576;
const START = Date.parse('2026-11-24T08:00:00.000Z');

let now: number;
let cluster: FakeCluster;

beforeEach(() => {
  now = START;
  cluster = createFakeCluster({ now: () => now });
});

const after = (seconds: number) => {
  now += seconds * 1_000;
};
const worker = (name: string, more: object = {}) =>
  cluster.addNode({
    ...{ name, instanceId: `i-${name}`, zone: 'ap-south-1a', cores: 2, bytes: 4_096 * MEBIBYTE, ready: true },
    ...more,
  });
const web = (replicas: number, more: object = {}) =>
  cluster.deploy({ name: 'web', replicas, cores: 0.5, bytes: 256 * MEBIBYTE, ...more });
const podsOn = (name: string) => cluster.pods().filter(({ nodeName }) => nodeName === name);
const podNamed = (name: string) => {
  const pod = cluster.pods().find((candidate) => candidate.name === name);
  if (!pod) throw new Error(`no pod ${name}`);
  return pod;
};

describe('scheduling', () => {
  it('spreads pods to the node with the largest free share', () => {
    worker('a');
    worker('b');
    web(4);
    expect([podsOn('a').length, podsOn('b').length]).toEqual([2, 2]);
  });

  it('takes the older of two equal nodes, and of two equally free ones the one with fewer pods', () => {
    worker('a');
    worker('b');
    web(1);
    expect(podNamed('web-1').nodeName).toBe('a');
    cluster.addPod('b', { name: 'large', cores: 0.5, bytes: 256 * MEBIBYTE });
    cluster.addPod('a', { name: 'nothing', cores: 0, bytes: 0 });
    cluster.scale('web', 2);
    expect(podNamed('web-2').nodeName).toBe('b');
  });

  it('fills a node to the last core and leaves what does not fit unschedulable, with its age', () => {
    worker('a');
    web(5);
    after(90);
    const { pods, requests } = cluster.readings();
    expect(pods).toEqual({
      ...{ pending: 1, unschedulable: 1, unschedulableForSeconds: 90 },
      unschedulableSizes: [{ cores: 0.5, bytes: 256 * MEBIBYTE, count: 1 }],
    });
    expect(requests.cores).toBe(2);
  });

  it('waits for readiness and an uncordoned node, and tries again when the world changes', async () => {
    worker('a', { ready: false });
    web(1);
    expect(cluster.readings().pods.unschedulable).toBe(1);
    await cluster.kubernetes.cordon('a', 'test');
    cluster.setReady('a', true);
    expect(cluster.readings().pods.unschedulable).toBe(1);
    await cluster.kubernetes.uncordon('a');
    expect(cluster.readings().pods.unschedulable).toBe(0);
  });

  it('serves the higher priority first', () => {
    web(4);
    cluster.deploy({ name: 'vital', replicas: 4, cores: 0.5, bytes: MEBIBYTE, priority: 10 });
    worker('a');
    expect(podsOn('a').map(({ name }) => name)).toEqual(['vital-1', 'vital-2', 'vital-3', 'vital-4']);
  });

  it('puts nothing on the server but what is put there by name', () => {
    worker('server', { isServer: true });
    cluster.addDaemonSet({ name: 'agent', cores: 0.1, bytes: MEBIBYTE });
    web(1);
    cluster.addPod('server', { name: 'etcd', cores: 0.2, bytes: MEBIBYTE, isMirror: true });
    expect(podsOn('server').map(({ name }) => name)).toEqual(['etcd']);
    expect(cluster.readings()).toMatchObject({ workers: { ready: 0, notReady: 0 }, requests: { cores: 0 }, nodes: [] });
  });
});

describe('time', () => {
  it('runs a pod after its start-up delay and not before', () => {
    worker('a');
    web(1, { startSeconds: 20 });
    after(19.999);
    expect(podNamed('web-1').phase).toBe('Pending');
    expect(cluster.readings().pods).toMatchObject({ pending: 1, unschedulable: 0 });
    after(0.001);
    expect(podNamed('web-1').phase).toBe('Running');
    expect(cluster.readings().pods.pending).toBe(0);
  });

  it('keeps the requests of a terminating pod until it has stopped, then gives them to who waits', () => {
    worker('a');
    web(4);
    after(60);
    cluster.deploy({ name: 'next', replicas: 1, cores: 0.5, bytes: MEBIBYTE });
    cluster.scale('web', 3);
    after(4.999);
    expect(cluster.readings().pods.unschedulable).toBe(1);
    after(0.001);
    expect(podNamed('next-1').nodeName).toBe('a');
  });

  it('kills at the end of the grace when the pod needs longer', async () => {
    worker('a');
    web(1, { stopSeconds: 60, gracePeriodSeconds: 40 });
    after(10);
    const pod = podNamed('web-1');
    await cluster.kubernetes.evict(pod, { gracePeriodSeconds: null });
    after(39.999);
    expect(podNamed('web-1').terminating).toBe(true);
    await cluster.kubernetes.deletePod(pod, { gracePeriodSeconds: 0 });
    expect(cluster.pods().map(({ name }) => name)).toEqual(['web-2']);
  });

  it('gives each happening its own time, however late one looks', () => {
    worker('a');
    web(4);
    after(10);
    cluster.setReady('a', false);
    after(1_000);
    expect(cluster.readings().pods.unschedulableForSeconds).toBe(700);
  });
});

describe('node loss', () => {
  beforeEach(() => {
    worker('a');
    web(2);
    after(10);
    cluster.loseNode('a');
  });

  it('is noticed after the grace of the monitor, and the pods are replaced after their toleration', () => {
    after(39.999);
    expect(cluster.readings().workers).toEqual({ ready: 1, notReady: 0 });
    after(0.001);
    expect(cluster.readings().workers).toEqual({ ready: 0, notReady: 1 });
    after(299.999);
    expect(cluster.readings().pods.unschedulable).toBe(0);
    after(0.001);
    expect(cluster.readings().pods.unschedulable).toBe(2);
    expect(podsOn('a').every(({ terminating }) => terminating)).toBe(true);
  });

  it('is forgiven when the node is back before its pods are given up', () => {
    after(41);
    cluster.setReady('a', false);
    cluster.setReady('a', true);
    after(200);
    cluster.setReady('a', false);
    after(299);
    expect(cluster.readings().pods.unschedulable).toBe(0);
    after(1);
    expect(cluster.readings().pods.unschedulable).toBe(2);
  });

  it('replaces the pods at once when the Node is deleted', async () => {
    worker('b');
    await cluster.kubernetes.deleteNode('a');
    expect(podsOn('b').map(({ name }) => name)).toEqual(['web-3', 'web-4']);
    expect(cluster.hasNode('a')).toBe(false);
  });
});

describe('scaling', () => {
  it('takes pods without a node first, then from the node that has most', () => {
    worker('a');
    worker('b', { cores: 0.5 });
    web(6);
    const leaving = () => cluster.pods().filter(({ terminating }) => terminating);
    cluster.scale('web', 5);
    expect(leaving()).toEqual([]);
    cluster.scale('web', 4);
    expect(leaving()).toMatchObject([{ nodeName: 'a' }]);
  });
});

describe('the API', () => {
  it('blocks an eviction that a budget forbids, until another pod runs', async () => {
    worker('a');
    worker('b');
    web(2);
    cluster.setBudget({ deployment: 'web', minAvailable: 1 });
    after(10);
    expect(await cluster.kubernetes.evict(podNamed('web-1'), { gracePeriodSeconds: null })).toEqual({ kind: 'evicted' });
    const second = podNamed('web-2');
    expect(await cluster.kubernetes.evict(second, { gracePeriodSeconds: null })).toMatchObject({ kind: 'blocked' });
    after(5);
    expect(await cluster.kubernetes.evict(second, { gracePeriodSeconds: null })).toEqual({ kind: 'evicted' });
  });

  it.each([
    [{ maxUnavailable: 1 } as const, 1],
    [{ maxUnavailable: '50%' } as const, 2],
    [{ minAvailable: '50%' } as const, 2],
    [{ minAvailable: 0 } as const, 4],
    [{ maxUnavailable: 0 } as const, 0],
  ])('lets %o go: %i of 4', async (budget, allowed) => {
    worker('a');
    web(4);
    cluster.setBudget({ deployment: 'web', ...budget });
    after(10);
    const answers = await Promise.all(podsOn('a').map((pod) => cluster.kubernetes.evict(pod, { gracePeriodSeconds: null })));
    expect(answers.filter(({ kind }) => kind === 'evicted')).toHaveLength(allowed);
  });

  it('counts no pod of a node that is not ready as available', async () => {
    worker('a');
    worker('b');
    web(2);
    cluster.setBudget({ deployment: 'web', minAvailable: 1 });
    after(10);
    cluster.setReady('a', false);
    const [onB] = podsOn('b');
    const [onA] = podsOn('a');
    if (!onA || !onB) throw new Error('one pod on each node');
    expect(await cluster.kubernetes.evict(onB, { gracePeriodSeconds: null })).toMatchObject({ kind: 'blocked' });
    expect(await cluster.kubernetes.evict(onA, { gracePeriodSeconds: null })).toEqual({ kind: 'evicted' });
  });

  it('asks no budget for a pod that does not run yet', async () => {
    worker('a');
    web(1, { startSeconds: 60 });
    cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    expect(await cluster.kubernetes.evict(podNamed('web-1'), { gracePeriodSeconds: null })).toEqual({ kind: 'evicted' });
  });

  it('answers about what is gone without an error', async () => {
    worker('a');
    web(1);
    const pod = podNamed('web-1');
    cluster.removeNode('a');
    expect(await cluster.kubernetes.evict(pod, { gracePeriodSeconds: null })).toEqual({ kind: 'gone' });
    await cluster.kubernetes.cordon('a', 'test');
    await cluster.kubernetes.deleteNode('a');
    expect(await cluster.kubernetes.listPodsOnNode('a')).toEqual([]);
  });

  it('makes a DaemonSet pod anew when someone deletes it', async () => {
    worker('a');
    cluster.addDaemonSet({ name: 'agent', cores: 0.1, bytes: MEBIBYTE });
    await cluster.kubernetes.deletePod(podNamed('agent-1'), { gracePeriodSeconds: 0 });
    expect(podsOn('a').map(({ name, isDaemon }) => ({ name, isDaemon }))).toEqual([{ name: 'agent-2', isDaemon: true }]);
    expect(cluster.readings().requests).toMatchObject({ cores: 0, daemonsPerWorker: { cores: 0.1, bytes: MEBIBYTE } });
  });

  it('fails within its window only, with or without the effect', async () => {
    worker('a');
    cluster.failApi({ kind: 'error', error: 'timeout', from: START + 1_000, until: START + 2_000, takesEffect: true });
    await cluster.kubernetes.listNodes();
    after(1);
    await expect(cluster.kubernetes.cordon('a', 'test')).rejects.toThrow(KubernetesError);
    after(1);
    expect(await cluster.kubernetes.listNodes()).toMatchObject([{ cordoned: true, cordonedFor: 'test' }]);
  });

  it('is slow for as long as it was told to be', async () => {
    const slept: number[] = [];
    const slow = createFakeCluster({ now: () => now, sleep: async (milliseconds) => void slept.push(milliseconds) });
    slow.failApi({ kind: 'slow', milliseconds: 9_000, from: START, until: START + 1, calls: ['listNodes'] });
    await slow.kubernetes.listNodes();
    await slow.kubernetes.listPodsOnNode('a');
    expect(slept).toEqual([9_000]);
  });
});
