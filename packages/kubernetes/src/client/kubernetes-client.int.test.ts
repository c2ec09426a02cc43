import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  budget,
  daemonSet,
  deployment,
  type KubernetesObject,
  kubernetesPeer,
  pod,
} from '../../../../test/peers/kubernetes/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import type { PodKey } from '../port.ts';
import { CORDONED_FOR_ANNOTATION, LOAD_BALANCER_EXCLUSION_LABEL } from './names.ts';
import { errorOf, type LiveCluster, startLiveCluster, until } from './testing/live-cluster.ts';

const keyOf = ({ metadata: { namespace, name, uid } }: KubernetesObject): PodKey => ({ namespace, name, uid });
const NO_UID = '00000000-0000-4000-8000-000000000000';

describeWithPeer(kubernetesPeer, 'the client on a real API server', () => {
  let cluster: LiveCluster;
  beforeAll(async () => {
    cluster = await startLiveCluster();
  });
  afterAll(() => cluster?.stop());

  const node = async (name: string) => (await cluster.client.listNodes()).find((listed) => listed.name === name);
  const statusOf = async (path: string) => (await cluster.admin.request('GET', path)).status;
  const podPath = ({ namespace, name }: PodKey) => `/api/v1/namespaces/${namespace}/pods/${name}`;
  /** A pod that runs on a node of its own. */
  const runningPod = async (name: string, options: Parameters<typeof pod>[1] = {}) => {
    await cluster.kubelets.add({ name });
    const created = await cluster.admin.create(pod(name, { nodeName: name, ...options }));
    await cluster.running(name, 1, name);
    return keyOf(created);
  };

  describe('nodes', () => {
    it('are read with what matters of them', async () => {
      const before = Date.now();
      const labels = { 'node-role.kubernetes.io/control-plane': 'true' };
      await cluster.kubelets.add({ name: 'server', labels });
      await cluster.kubelets.add({ name: 'worker', zone: 'ap-south-1b', instanceId: 'i-0123' });
      await cluster.kubelets.add({ name: 'joining', ready: false });
      const plain = { instanceId: null, zone: null, ready: true, cordoned: false, cordonedFor: null, isServer: false };
      expect(await node('server')).toMatchObject({ ...plain, isServer: true });
      expect(await node('worker')).toMatchObject({ ...plain, instanceId: 'i-0123', zone: 'ap-south-1b' });
      expect(await node('joining')).toMatchObject({ ...plain, ready: false });
      expect(Math.abs((await node('worker'))!.createdAt - before)).toBeLessThan(5_000);
    });

    it('are ready when their kubelet says so', async () => {
      await cluster.kubelets.add({ name: 'turns-ready', ready: false });
      expect(await node('turns-ready')).toMatchObject({ ready: false });
      await cluster.kubelets.setReady('turns-ready', true);
      expect(await node('turns-ready')).toMatchObject({ ready: true });
      await cluster.kubelets.setReady('turns-ready', false);
      expect(await node('turns-ready')).toMatchObject({ ready: false });
    });

    it('are cordoned with the reason and taken out of load balancers, and all of it is taken back', async () => {
      const labels = { team: 'shop' };
      await cluster.kubelets.add({ name: 'cordoned', labels });
      await cluster.client.cordon('cordoned', 'scale-down: d-17');
      expect(await node('cordoned')).toMatchObject({ cordoned: true, cordonedFor: 'scale-down: d-17' });
      const stored = await cluster.admin.get('/api/v1/nodes/cordoned');
      expect(stored.metadata.labels).toMatchObject({
        team: 'shop',
        'node.kubernetes.io/exclude-from-external-load-balancers': 'true',
      });
      await cluster.client.cordon('cordoned', 'again');
      expect(await node('cordoned')).toMatchObject({ cordoned: true, cordonedFor: 'again' });

      await cluster.client.uncordon('cordoned');
      await cluster.client.uncordon('cordoned');
      const { metadata, spec } = await cluster.admin.get('/api/v1/nodes/cordoned');
      expect(metadata.labels).toMatchObject(labels);
      expect(Object.keys(metadata.labels ?? {})).not.toContain(LOAD_BALANCER_EXCLUSION_LABEL);
      expect(Object.keys(metadata.annotations ?? {})).not.toContain(CORDONED_FOR_ANNOTATION);
      expect(spec).not.toHaveProperty('unschedulable');
    });

    it('get no new pods while they are cordoned', async () => {
      await cluster.kubelets.add({ name: 'closed', labels: { pool: 'closed' } });
      await cluster.client.cordon('closed', 'test');
      const waiting = pod('waits', { nodeSelector: { pool: 'closed' } });
      const { metadata } = await cluster.admin.create(waiting);
      const path = podPath({ ...metadata });
      await until('the scheduler has said no', async () => {
        const { status } = await cluster.admin.get(path);
        return status.conditions?.some(({ reason }) => reason === 'Unschedulable') ?? false;
      });
      await cluster.client.uncordon('closed');
      await cluster.running('waits', 1, 'closed');
    });

    it('are deleted, once', async () => {
      await cluster.kubelets.add({ name: 'to-be-deleted' });
      await cluster.client.deleteNode('to-be-deleted');
      expect(await node('to-be-deleted')).toBeUndefined();
      await cluster.client.deleteNode('to-be-deleted');
    });

    it('may be gone when they are cordoned', async () => {
      await cluster.client.cordon('nowhere', 'test');
      await cluster.client.uncordon('nowhere');
      expect(await node('nowhere')).toBeUndefined();
    });

    it('are all read, however many pages they take', async () => {
      const names = Array.from({ length: 1_001 }, (_, index) => `many-${index}`);
      for (let start = 0; start < names.length; start += 50) {
        await Promise.all(names.slice(start, start + 50).map((name) => cluster.admin.create(bareNode(name))));
      }
      const listed = (await cluster.client.listNodes()).map(({ name }) => name);
      expect(listed.filter((name) => name.startsWith('many-')).sort()).toEqual([...names].sort());
      const pages = (await cluster.auditLog()).filter(
        ({ uri, user }) => user.includes('smartscale') && uri.includes('continue='),
      );
      expect(pages.map(({ status }) => status)).toEqual([200, 200]);
      await cluster.admin.request('DELETE', '/api/v1/nodes?labelSelector=bare');
    });
  });

  describe('pods of a node', () => {
    it('are read with what a drain has to know', async () => {
      await cluster.kubelets.add({ name: 'full', labels: { pool: 'full' } });
      await cluster.kubelets.add({ name: 'other' });
      const here = { nodeName: 'full' };
      await cluster.admin.create(pod('plain', { ...here, cpu: '250m', memory: '1Gi', graceSeconds: 45 }));
      await cluster.admin.create(pod('static', { ...here, annotations: { 'kubernetes.io/config.mirror': 'abc' } }));
      await cluster.admin.create(pod('training', { ...here, annotations: { 'smartscale.dev/do-not-disrupt': '4h' } }));
      await cluster.admin.create(pod('elsewhere', { nodeName: 'other' }));
      await cluster.admin.create(daemonSet('agent', { nodeSelector: { pool: 'full' } }));
      await cluster.running('plain', 1, 'full');
      await cluster.running('agent', 1, 'full');
      const pods = await cluster.client.listPodsOnNode('full');
      const plain = {
        ...{ namespace: 'default', nodeName: 'full', isDaemon: false, isMirror: false, doNotDisrupt: false },
        ...{ priority: 0, terminating: false },
      };
      expect([...pods].sort((one, other) => one.name.localeCompare(other.name))).toMatchObject([
        { ...plain, name: expect.stringMatching(/^agent-/), isDaemon: true },
        {
          ...{ ...plain, name: 'plain', phase: 'Running', gracePeriodSeconds: 45 },
          requests: { cores: 0.25, bytes: 2 ** 30 },
        },
        { ...plain, name: 'static', isMirror: true },
        { ...plain, name: 'training', doNotDisrupt: true },
      ]);
    });

    it('are none on a node that is not there', async () => {
      expect(await cluster.client.listPodsOnNode('nowhere')).toEqual([]);
    });

    it('have the priority of their class', async () => {
      const priorityClass = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'urgent' } };
      await cluster.admin.create({ ...priorityClass, value: 1_000 });
      await runningPod('urgent-pod', { priorityClassName: 'urgent' });
      expect(await cluster.client.listPodsOnNode('urgent-pod')).toMatchObject([{ priority: 1_000 }]);
    });
  });

  describe('an eviction', () => {
    it('makes the pod go with its own grace, or with the one asked for', async () => {
      cluster.kubelets.setPodTimes({ stopSeconds: 600 });
      const own = await runningPod('own-grace', { graceSeconds: 40 });
      const asked = await runningPod('asked-grace', { graceSeconds: 40 });
      expect(await cluster.client.evict(own, { gracePeriodSeconds: null })).toEqual({ kind: 'evicted' });
      expect(await cluster.client.evict(asked, { gracePeriodSeconds: 7 })).toEqual({ kind: 'evicted' });
      const going = { terminating: true, phase: 'Running' };
      expect(await cluster.client.listPodsOnNode('own-grace')).toMatchObject([{ ...going, gracePeriodSeconds: 40 }]);
      expect(await cluster.client.listPodsOnNode('asked-grace')).toMatchObject([{ ...going, gracePeriodSeconds: 7 }]);
      cluster.kubelets.setPodTimes({ stopSeconds: 0 });
      await until(
        'both have gone',
        async () => (await statusOf(podPath(own))) === 404 && (await statusOf(podPath(asked))) === 404,
      );
    });

    it('is blocked by a budget, which says why, and granted when the budget allows it', async () => {
      await cluster.kubelets.add({ name: 'guarded', labels: { pool: 'guarded' } });
      await cluster.admin.create(deployment('web', 2, { nodeSelector: { pool: 'guarded' } }));
      await cluster.admin.create(budget('web', { minAvailable: 2 }));
      await cluster.running('web', 2, 'guarded');
      const budgetPath = '/apis/policy/v1/namespaces/default/poddisruptionbudgets/web';
      await until(
        'the budget counts both pods',
        async () => (await cluster.admin.get(budgetPath)).status?.currentHealthy === 2,
      );
      const [first] = await cluster.podsOf('web');
      const answer = await cluster.client.evict(keyOf(first!), { gracePeriodSeconds: null });
      expect(answer).toEqual({
        kind: 'blocked',
        message: expect.stringContaining(
          "would violate the pod's disruption budget. The disruption budget web needs 2 healthy pods",
        ),
        retryAfterSeconds: null,
      });
      await cluster.admin.request('PATCH', budgetPath, {
        body: { spec: { minAvailable: 1 } },
        contentType: 'application/merge-patch+json',
      });
      await until('the budget allows one', async () => (await cluster.admin.get(budgetPath)).status.disruptionsAllowed === 1);
      expect(await cluster.client.evict(keyOf(first!), { gracePeriodSeconds: null })).toEqual({ kind: 'evicted' });
    });

    it('finds the pod gone', async () => {
      const gone = { namespace: 'default', name: 'never-was', uid: NO_UID };
      expect(await cluster.client.evict(gone, { gracePeriodSeconds: null })).toEqual({ kind: 'gone' });
    });

    it('leaves a new pod of that name alone', async () => {
      const real = await runningPod('reborn');
      expect(await cluster.client.evict({ ...real, uid: NO_UID }, { gracePeriodSeconds: null })).toEqual({ kind: 'gone' });
      expect(await cluster.client.listPodsOnNode('reborn')).toMatchObject([{ uid: real.uid, terminating: false }]);
    });

    it('fails, and says so, where two budgets contradict each other', async () => {
      const twice = await runningPod('twice');
      for (const name of ['one', 'two']) {
        const rule = budget('twice', { maxUnavailable: 1 });
        await cluster.admin.create({ ...rule, metadata: { name } });
      }
      await until('the API knows both', async () => {
        const error = await errorOf(cluster.client.evict(twice, { gracePeriodSeconds: null }));
        return error.kind === 'failed' && error.message.includes('more than one PodDisruptionBudget');
      });
    });
  });

  describe('a deletion', () => {
    it('asks no budget and gives the grace asked for', async () => {
      cluster.kubelets.setPodTimes({ stopSeconds: 600 });
      const doomed = await runningPod('doomed');
      await cluster.admin.create(budget('doomed', { maxUnavailable: 0 }));
      await cluster.client.deletePod(doomed, { gracePeriodSeconds: 12 });
      expect(await cluster.client.listPodsOnNode('doomed')).toMatchObject([{ terminating: true, gracePeriodSeconds: 12 }]);
      await cluster.client.deletePod(doomed, { gracePeriodSeconds: 3 });
      expect(await cluster.client.listPodsOnNode('doomed')).toMatchObject([{ terminating: true, gracePeriodSeconds: 3 }]);
      await until('it has gone', async () => (await statusOf(podPath(doomed))) === 404);
      await cluster.client.deletePod(doomed, { gracePeriodSeconds: 3 });
      cluster.kubelets.setPodTimes({ stopSeconds: 0 });
    });

    it('leaves a new pod of that name alone', async () => {
      const real = await runningPod('deleted-before');
      await cluster.client.deletePod({ ...real, uid: NO_UID }, { gracePeriodSeconds: 0 });
      expect(await cluster.client.listPodsOnNode('deleted-before')).toMatchObject([{ uid: real.uid, terminating: false }]);
    });
  });
});

function bareNode(name: string) {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { bare: '' } } };
}
