import { DescribeInstancesCommand, type EC2Client, type Instance } from '@aws-sdk/client-ec2';
import { CLUSTER_TAG, nodeNameOf, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';
import { type DescribeWorker, type WorkerInstance, WorkerLookupError } from '../ports.ts';

/** Two minutes are short: a throttled call is repeated by the SDK, for some seconds, rather than by Lambda, after a minute. */
export const EC2_MAX_ATTEMPTS = 6;

/** EC2 through the SDK. Filters, unlike ids, may match nothing without an error. */
export function describeEc2Worker(client: EC2Client, clusterId: string): DescribeWorker {
  return async (instanceId) => {
    const command = new DescribeInstancesCommand({
      Filters: [
        { Name: 'instance-id', Values: [instanceId] },
        { Name: `tag:${CLUSTER_TAG}`, Values: [clusterId] },
        { Name: `tag:${ROLE_TAG}`, Values: [WORKER_ROLE] },
      ],
    });
    const answer = await client.send(command).catch((cause: unknown) => {
      const { name, message } = Object(cause) as Partial<Error>;
      throw new WorkerLookupError(`EC2 could not tell whether ${instanceId} is ours: ${name}: ${message}`, { cause });
    });
    // By its id once more: to take another worker for this one would empty the wrong machine.
    const found = answer.Reservations?.flatMap(({ Instances }) => Instances ?? []);
    const instance = found?.find(({ InstanceId }) => InstanceId === instanceId);
    return instance ? toWorker(instance) : null;
  };
}

function toWorker({ InstanceId, Placement, InstanceType, State }: Instance): WorkerInstance {
  const zone = Placement?.AvailabilityZone;
  if (!InstanceId || !zone || !InstanceType) {
    throw new WorkerLookupError(`EC2 described instance ${InstanceId ?? '?'} without a zone or a type`);
  }
  return {
    ...{ instanceId: InstanceId, zone, instanceType: InstanceType },
    nodeName: nodeNameOf(InstanceId),
    isTerminated: State?.Name === 'shutting-down' || State?.Name === 'terminated',
  };
}
