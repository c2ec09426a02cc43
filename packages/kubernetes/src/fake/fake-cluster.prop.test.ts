import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFakeCluster, type FakeCluster } from './index.ts';

const names = fc.constantFrom('a', 'b', 'c', 'd');
const act = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constant('add' as const), name: names, ready: fc.boolean() }),
  fc.record({ kind: fc.constant('ready' as const), name: names, ready: fc.boolean() }),
  fc.record({ kind: fc.constant('lose' as const), name: names }),
  fc.record({ kind: fc.constant('remove' as const), name: names }),
  fc.record({ kind: fc.constant('cordon' as const), name: names }),
  fc.record({ kind: fc.constant('scale' as const), deployment: fc.constantFrom('web', 'batch'), replicas: fc.nat(30) }),
  fc.record({ kind: fc.constant('evict' as const), index: fc.nat(40), grace: fc.constantFrom(null, 0, 10) }),
);
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

function newCluster(now: () => number): FakeCluster {
  const cluster = createFakeCluster({ now });
  cluster.addDaemonSet({ name: 'agent', cores: 0.1, bytes: 100 });
  cluster.deploy({ name: 'web', replicas: 4, cores: 0.3, bytes: 300, priority: 1 });
  cluster.deploy({ name: 'batch', replicas: 2, cores: 0.7, bytes: 100 });
  cluster.setBudget({ deployment: 'web', minAvailable: '50%' });
  return cluster;
}

async function perform(cluster: FakeCluster, step: Exclude<Act, { kind: 'wait' }>): Promise<void> {
  if (step.kind === 'scale') return cluster.scale(step.deployment, step.replicas);
  if (step.kind === 'evict') {
    const pods = cluster.pods();
    const pod = pods[step.index % Math.max(1, pods.length)];
    if (pod) await cluster.kubernetes.evict(pod, { gracePeriodSeconds: step.grace });
    return;
  }
  const { name } = step;
  if (step.kind === 'add' && !cluster.hasNode(name)) {
    return cluster.addNode({ name, instanceId: `i-${name}`, zone: null, cores: 2, bytes: 2_000, ready: step.ready });
  }
  if (!cluster.hasNode(name)) return;
  if (step.kind === 'ready') cluster.setReady(name, step.ready);
  if (step.kind === 'lose') cluster.loseNode(name);
  if (step.kind === 'remove') cluster.removeNode(name);
  if (step.kind === 'cordon') await cluster.kubernetes.cordon(name, 'test');
}

/** The same figures, counted the slow way from the pods. */
function recount(cluster: FakeCluster) {
  const pods = cluster.pods();
  const counted = pods.filter(({ isDaemon, nodeName }) => !isDaemon && nodeName !== null);
  return {
    pending: pods.filter(({ phase }) => phase === 'Pending').length,
    unschedulable: pods.filter(({ nodeName }) => nodeName === null).length,
    millicores: Math.round(counted.reduce((sum, { requests }) => sum + requests.cores * 1_000, 0)),
    active: (name: string) => pods.filter((pod) => pod.name.startsWith(`${name}-`) && !pod.terminating).length,
  };
}

it('counts as it goes what a recount finds, never overfills a node and keeps every replica', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (steps) => {
      let now = 0;
      const cluster = newCluster(() => now);
      const replicas = { web: 4, batch: 2 };
      for (const step of steps) {
        if (step.kind === 'wait') now += step.seconds * 1_000;
        else await perform(cluster, step);
        if (step.kind === 'scale') replicas[step.deployment] = step.replicas;
        const { pods, requests, nodes } = cluster.readings();
        const counted = recount(cluster);
        expect(pods.pending).toBe(counted.pending);
        expect(pods.unschedulable).toBe(counted.unschedulable);
        expect(Math.round(requests.cores * 1_000)).toBe(counted.millicores);
        expect([counted.active('web'), counted.active('batch')]).toEqual([replicas.web, replicas.batch]);
        for (const node of nodes) expect(node.requested.cores).toBeLessThanOrEqual(node.allocatable.cores);
      }
    }),
    { numRuns: 200 },
  );
});
