import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CLUSTER_TAG, type EventStore, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';
import type { DrillRequest } from '@smartscale/simulator';
import { UsageError } from '../exit.ts';
import { askAws } from './ask-aws.ts';
import { openHistory } from './history.ts';
import type { DrilledFleet } from './local-fleet.ts';

const PAUSE_MILLISECONDS = 2_000;
/** EventBridge's half second, and a function that has to begin first. */
const TRANSIT_SECONDS = 3;

const ONLY_LOCAL: Readonly<Partial<Record<DrillRequest['drill'], string>>> = {
  'metrics-outage':
    'to stop the collector would not be an outage of Prometheus (a miss is what the collector records), and to cut it off would need a change of the deployed security groups',
  'capacity-error': 'nobody can make EC2 say that it has no capacity',
  crash: 'a deployed function cannot be made to die at a chosen step',
};

/** UsageError for a drill that no deployed fleet can have, with the reason. */
export function refuseUnlessDeployable(drill: DrillRequest['drill']): void {
  const reason = ONLY_LOCAL[drill];
  if (reason !== undefined) throw new UsageError(`${drill} is for the local fleet only: ${reason}`);
}

/** A fleet in AWS: its events from its table, its drills by EventBridge and EC2. */
export async function openDeployedFleet(
  store: EventStore,
  {
    clusterId,
    bus,
    confirm,
  }: { readonly clusterId: string; readonly bus: string | null; readonly confirm: (zone: string) => Promise<void> },
): Promise<DrilledFleet> {
  return {
    history: await askAws('dynamodb:Query and dynamodb:GetItem', () => openHistory(store, clusterId)),
    ...{ transitSeconds: TRANSIT_SECONDS, pauseMilliseconds: PAUSE_MILLISECONDS },
    look: () => Promise.resolve({ now: Date.now(), report: null }),
    async begin({ request }) {
      refuseUnlessDeployable(request.drill);
      if (request.drill === 'kill-zone') {
        await confirm(request.zone);
        return askAws('ec2:DescribeInstances and ec2:TerminateInstances', () => terminateZone(clusterId, request.zone));
      }
      if (request.drill === 'interrupt') {
        if (bus === null)
          throw new UsageError('--bus NAME says on which event bus the notice is put (or --stage, which knows it)');
        return askAws('events:PutEvents', () => putNotice(bus, request.instanceId));
      }
      throw new UsageError(`${request.drill} is for the local fleet only`);
    },
  };
}

/** In the shape of EC2's own, which AWS lets nobody put but itself. */
async function putNotice(bus: string, instanceId: string): Promise<{ readonly begunAt: number }> {
  const client = new EventBridgeClient({});
  // A notice is taken to the second.
  const begunAt = Math.floor(Date.now() / 1_000) * 1_000;
  try {
    const { Entries: [entry] = [] } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: bus,
            Source: 'smartscale.drill',
            DetailType: 'EC2 Spot Instance Interruption Warning',
            Detail: JSON.stringify({ 'instance-id': instanceId, 'instance-action': 'terminate' }),
            Time: new Date(begunAt),
          },
        ],
      }),
    );
    if (entry?.ErrorCode)
      throw new UsageError(`the bus ${bus} did not take the notice: ${entry.ErrorCode}, ${entry.ErrorMessage}`);
    return { begunAt };
  } finally {
    client.destroy();
  }
}

async function terminateZone(clusterId: string, zone: string): Promise<{ readonly begunAt: number }> {
  const client = new EC2Client({});
  try {
    const { Reservations = [] } = await client.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: `tag:${CLUSTER_TAG}`, Values: [clusterId] },
          { Name: `tag:${ROLE_TAG}`, Values: [WORKER_ROLE] },
          { Name: 'availability-zone', Values: [zone] },
          { Name: 'instance-state-name', Values: ['pending', 'running'] },
        ],
      }),
    );
    // Asked for once more here: nothing outside the zone may go because a filter was passed over.
    const InstanceIds = Reservations.flatMap(({ Instances = [] }) => Instances)
      .filter(({ Placement }) => Placement?.AvailabilityZone === zone)
      .flatMap(({ InstanceId }) => InstanceId ?? []);
    if (InstanceIds.length === 0) throw new UsageError(`EC2 shows no worker of ${clusterId} in ${zone}`);
    const begunAt = Date.now();
    await client.send(new TerminateInstancesCommand({ InstanceIds }));
    return { begunAt };
  } finally {
    client.destroy();
  }
}
