import {
  DescribeInstancesCommand,
  type EC2Client,
  type Instance as Ec2Instance,
  type Filter,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { WORKER_ROLE } from '@smartscale/events';
import { ComputeError, type ComputePort, type Instance, type LaunchRequest } from '../ports.ts';
import { type FleetSettings, requestInstance } from './create-fleet.ts';
import { fromSdk } from './ec2-errors.ts';
import { TAG, tagValue } from './ec2-tags.ts';

/** Pages of a list, of up to a thousand instances each: far beyond any fleet of ours. */
const MAX_PAGES = 20;
const PAGE_SIZE = 1_000;

/** EC2 through the SDK. Whatever it throws is a ComputeError with EC2's own code. */
export function ec2Compute(client: EC2Client, settings: FleetSettings): ComputePort {
  async function find(filters: readonly Filter[]): Promise<readonly Instance[]> {
    const found: Instance[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const command = new DescribeInstancesCommand({
        Filters: [...filters],
        MaxResults: PAGE_SIZE,
        ...(NextToken && { NextToken }),
      });
      const answer = await client.send(command).catch(rethrow);
      for (const { Instances } of answer.Reservations ?? []) found.push(...(Instances ?? []).map(toInstance));
      NextToken = answer.NextToken;
      if (!NextToken) return found;
    }
    throw new ComputeError(
      'failed',
      'TooManyInstances',
      `More than ${MAX_PAGES * PAGE_SIZE} instances carry the cluster's tag.`,
    );
  }

  return {
    async launch(request) {
      const [known] = (await find(filtersOf(request))).filter(({ state }) => state === 'pending' || state === 'running');
      return known ? { kind: 'launched', instance: known } : requestInstance(client, request, settings);
    },

    listInstances: (clusterId) => find([filter(TAG.cluster, clusterId), filter(TAG.role, WORKER_ROLE)]),

    terminate: (instanceIds) => terminate(client, instanceIds),
  };
}

async function terminate(client: EC2Client, instanceIds: readonly string[]): Promise<void> {
  if (instanceIds.length === 0) return;
  try {
    await client.send(new TerminateInstancesCommand({ InstanceIds: [...instanceIds] }));
  } catch (error) {
    const problem = fromSdk(error);
    if (problem.code !== 'InvalidInstanceID.NotFound') throw problem;
    // One unknown id fails the whole call, so each is asked for alone.
    if (instanceIds.length > 1) for (const instanceId of instanceIds) await terminate(client, [instanceId]);
  }
}

function filtersOf({ clusterId, launchId }: LaunchRequest): readonly Filter[] {
  return [filter(TAG.cluster, clusterId), filter(TAG.launch, launchId)];
}

function filter(tag: string, value: string): Filter {
  return { Name: `tag:${tag}`, Values: [value] };
}

function rethrow(error: unknown): never {
  throw fromSdk(error);
}

const STATES: readonly Instance['state'][] = ['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped'];

function toInstance({
  InstanceId,
  Placement,
  InstanceLifecycle,
  InstanceType,
  State,
  LaunchTime,
  Tags,
}: Ec2Instance): Instance {
  const state = STATES.find((known) => known === State?.Name);
  const zone = Placement?.AvailabilityZone;
  if (!InstanceId || !zone || !InstanceType || !state || !LaunchTime) {
    throw new ComputeError(
      'failed',
      'IncompleteAnswer',
      `EC2 described instance ${InstanceId ?? '?'} without a zone, type, state or time.`,
    );
  }
  return {
    instanceId: InstanceId,
    launchId: tagValue(Tags, TAG.launch),
    zone,
    capacityType: InstanceLifecycle === 'spot' ? 'spot' : 'on-demand',
    instanceType: InstanceType,
    state,
    launchedAt: LaunchTime.getTime(),
  };
}
