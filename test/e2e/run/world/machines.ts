import { DescribeInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import type { FakeCluster } from '@smartscale/kubernetes/fake';
import type { Moto } from '../../../peers/moto/index.ts';

const LOOK_EVERY_MILLISECONDS = 200;

/** Plays machines and their kubelets: an instance that runs is soon a Ready node, one that ended is a node that no longer is. */
export function playMachines(moto: Moto, cluster: FakeCluster, clusterId: string): { stop(): Promise<void> } {
  const lost = new Set<string>();
  let isRunning = true;

  async function play(): Promise<void> {
    while (isRunning) {
      for (const instance of await workersOf(moto, clusterId)) follow(instance);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLISECONDS));
    }
  }

  function follow({ InstanceId: instanceId = '', State, Placement }: Instance): void {
    const name = `worker-${instanceId}`;
    const isUp = State?.Name === 'running';
    if (isUp && !cluster.hasNode(name)) {
      const zone = Placement?.AvailabilityZone ?? null;
      cluster.addNode({ name, instanceId, zone, cores: 2, bytes: 4 * 1024 ** 3, ready: true });
    }
    if (isUp || lost.has(instanceId)) return;
    lost.add(instanceId);
    if (cluster.hasNode(name)) cluster.loseNode(name);
  }

  const playing = play();
  return {
    async stop() {
      isRunning = false;
      await playing;
    },
  };
}

/** All that were ever started and that EC2 still shows. */
export async function workersOf(moto: Moto, clusterId: string): Promise<readonly Instance[]> {
  const Filters = [{ Name: 'tag:smartscale:cluster', Values: [clusterId] }];
  const { Reservations = [] } = await moto.client.send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}
