import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeInstancesCommand, EC2Client, type Instance } from '@aws-sdk/client-ec2';
import { nodeNameOf } from '@smartscale/events';
import type { LocalKubernetes } from '../../peers/kubernetes/index.ts';
import type { MiniStack } from '../../peers/ministack/index.ts';
import { WORKER } from './sizes.ts';

const LOOK_EVERY_MILLISECONDS = 300;
const JOIN_MILLISECONDS = 2_000;

export type Machines = {
  /** EC2, as the owner of the account. */
  readonly client: EC2Client;
  /** The cluster's instances that EC2 shows, ended ones too. */
  instances(): Promise<readonly Instance[]>;
  stop(): Promise<void>;
};

/** Plays machines and their kubelets: two seconds after its launch an instance is a Ready Node, and when it ends nobody speaks for the Node. */
export function playMachines(account: MiniStack, kubernetes: LocalKubernetes, clusterId: string): Machines {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new EC2Client({ endpoint: account.endpoint, region: account.region, credentials });
  const joined = new Set<string>();
  const firstSeen = new Map<string, number>();
  let isRunning = true;

  async function instances(): Promise<readonly Instance[]> {
    const Filters = [
      { Name: 'tag:smartscale:cluster', Values: [clusterId] },
      { Name: 'tag:smartscale:role', Values: ['worker'] },
    ];
    const { Reservations = [] } = await client.send(new DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  }

  async function follow({ InstanceId: instanceId = '', State, Placement }: Instance): Promise<void> {
    const name = nodeNameOf(instanceId);
    const since = firstSeen.get(instanceId) ?? Date.now();
    firstSeen.set(instanceId, since);
    if (State?.Name !== 'running') {
      kubernetes.kubelets.lose(name);
    } else if (!joined.has(instanceId) && Date.now() - since >= JOIN_MILLISECONDS) {
      joined.add(instanceId);
      const zone = Placement?.AvailabilityZone ?? '';
      await kubernetes.kubelets.add({
        ...{ name, instanceId, zone },
        ...{ cores: WORKER.cores, memory: `${WORKER.gibibytes}Gi` },
      });
    }
  }

  const playing = (async () => {
    while (isRunning) {
      for (const instance of await instances()) await follow(instance);
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
  })();
  // A test that machines have failed is told so when it stops them.
  playing.catch(() => undefined);

  return {
    ...{ client, instances },
    async stop() {
      isRunning = false;
      await playing;
      client.destroy();
    },
  };
}
