import { nodeNameOf } from '@smartscale/events';
import type { FakeCluster } from '@smartscale/kubernetes/fake';
import type { FakeInstance } from './ec2/fake-instance.ts';
import { WORKER } from './workload.ts';
import type { WorldClock } from './world-clock.ts';

/** The kubelet registers its node this long before it is Ready. */
const REGISTERED_BEFORE_READY_MILLISECONDS = 8_000;

/** The K3s server: it is there, and takes no part. */
export function addServer(cluster: FakeCluster, zone: string): void {
  const size = { cores: WORKER.allocatableCores, bytes: WORKER.allocatableBytes };
  cluster.addNode({ name: 'server', instanceId: null, zone, isServer: true, ready: true, ...size });
}

/** Leaves with the clock that the instance's node comes and becomes Ready, unless the instance is gone by then. */
export function registerNode(cluster: FakeCluster, clock: WorldClock, instance: FakeInstance): void {
  if (!Number.isFinite(instance.readyAt)) return;
  const whenAlive = (at: number, action: () => void) => {
    if (at <= clock.now()) action();
    else
      clock.schedule(at, () => {
        if (instance.endedAt === null) action();
      });
  };
  const name = nodeNameOf(instance.instanceId);
  whenAlive(instance.readyAt - REGISTERED_BEFORE_READY_MILLISECONDS, () => addWorker(cluster, instance));
  whenAlive(instance.readyAt, () => {
    if (cluster.hasNode(name)) cluster.setReady(name, true);
  });
}

function addWorker(cluster: FakeCluster, { instanceId, zone, capacityType, instanceType }: FakeInstance): void {
  cluster.addNode({
    name: nodeNameOf(instanceId),
    instanceId,
    zone,
    cores: WORKER.allocatableCores,
    bytes: WORKER.allocatableBytes,
    labels: {
      'topology.kubernetes.io/zone': zone,
      'node.kubernetes.io/instance-type': instanceType,
      'smartscale.dev/capacity-type': capacityType,
    },
  });
}
