import { type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CLUSTER_TAG, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';

/** Launches, as the owner of the account, instances that are no workers of a cluster: nobody's, its K3s server, and a worker of another one. */
export async function launchStrangers(client: EC2Client, clusterId: string): Promise<readonly string[]> {
  const tags: readonly Readonly<Record<string, string>>[] = [
    { Name: 'nobody' },
    { [CLUSTER_TAG]: clusterId, [ROLE_TAG]: 'server' },
    { [CLUSTER_TAG]: `not-${clusterId}`, [ROLE_TAG]: WORKER_ROLE },
  ];
  return Promise.all(tags.map((each) => launch(client, each)));
}

async function launch(client: EC2Client, tags: Readonly<Record<string, string>>): Promise<string> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const one = { MinCount: 1, MaxCount: 1, ImageId: 'ami-00000000', InstanceType: 't3.medium' } as const;
  const { Instances = [] } = await client.send(
    new RunInstancesCommand({ ...one, TagSpecifications: [{ ResourceType: 'instance', Tags }] }),
  );
  const [{ InstanceId: instanceId } = {}] = Instances;
  if (instanceId === undefined) throw new Error(`no instance was launched with ${JSON.stringify(tags)}`);
  return instanceId;
}
