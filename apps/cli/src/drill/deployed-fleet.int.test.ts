import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, EC2Client, RunInstancesCommand, type Tag } from '@aws-sdk/client-ec2';
import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  CLUSTER_TAG,
  deriveEventId,
  type EventStore,
  ROLE_TAG,
  streamName,
  toTimestamp,
  WORKER_ROLE,
} from '@smartscale/events';
import { createProductionEventStore, eventTable } from '@smartscale/events/dynamodb';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Moto, motoPeer, startMoto } from '../../../../test/peers/moto/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { UsageError } from '../exit.ts';
import { openDeployedFleet } from './deployed-fleet.ts';
import type { DrilledFleet } from './local-fleet.ts';
import { withFleet } from './open-fleet.ts';
import type { DrillPlan } from './plan.ts';

const BUS = 'smartscale-dev';
const CLUSTER = 'dev';
const WORKER_TAGS = [
  { Key: CLUSTER_TAG, Value: CLUSTER },
  { Key: ROLE_TAG, Value: WORKER_ROLE },
];

describeWithPeer(motoPeer, 'drills of a fleet in AWS, played by moto', () => {
  let moto: Moto;
  let ec2: EC2Client;
  let store: EventStore;
  beforeAll(async () => {
    moto = await startMoto();
    vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
    vi.stubEnv('AWS_REGION', moto.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    ec2 = new EC2Client({});
    store = await storeWithSample();
  });
  afterAll(async () => {
    ec2?.destroy();
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  const begin = async (request: DrillPlan['request'], how: { bus?: string | null; confirm?: () => Promise<void> } = {}) => {
    const { bus = BUS, confirm = async () => {} } = how;
    const fleet: DrilledFleet = await openDeployedFleet(store, { clusterId: CLUSTER, bus, confirm });
    return fleet.begin({ request, says: '', limitSeconds: 1, judge: () => [] });
  };

  it('puts a notice on the bus as the rule of spot-guard asks for it', async () => {
    const [eventBridge, sqs] = [new EventBridgeClient({}), new SQSClient({ useQueueUrlAsEndpoint: false })];
    await eventBridge.send(new CreateEventBusCommand({ Name: BUS }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'guard' }));
    const EventPattern = JSON.stringify({
      ...{ source: ['smartscale.drill'], 'detail-type': ['EC2 Spot Instance Interruption Warning'] },
    });
    await eventBridge.send(new PutRuleCommand({ Name: 'guard', EventBusName: BUS, EventPattern }));
    const Targets = [{ Id: 'queue', Arn: `arn:aws:sqs:${moto.region}:123456789012:guard` }];
    await eventBridge.send(new PutTargetsCommand({ EventBusName: BUS, Rule: 'guard', Targets }));

    const { begunAt } = await begin({ drill: 'interrupt', instanceId: 'i-3' });
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    const delivered = JSON.parse(message?.Body ?? '{}') as { time: string; detail: unknown };
    expect(delivered.detail).toEqual({ 'instance-id': 'i-3', 'instance-action': 'terminate' });
    expect(Date.parse(delivered.time)).toBe(begunAt);
    eventBridge.destroy();
    sqs.destroy();
  });

  it('says which bus it needs, and what is missing when AWS does not answer', async () => {
    const interrupt = { drill: 'interrupt', instanceId: 'i-3' } as const;
    await expect(begin(interrupt, { bus: null })).rejects.toThrow(/--bus NAME/);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    await expect(begin(interrupt)).rejects.toThrow(/AWS was not drilled: .*ECONNREFUSED.*reaches AWS/);
    vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
  });

  it('terminates the workers of the zone, when that is confirmed, and nothing else', async () => {
    const [ours, other] = [await run('ap-south-1a', WORKER_TAGS), await run('ap-south-1b', WORKER_TAGS)];
    const stranger = await run('ap-south-1a', [{ Key: CLUSTER_TAG, Value: 'another' }, ...WORKER_TAGS.slice(1)]);
    const server = await run('ap-south-1a', WORKER_TAGS.slice(0, 1));
    const kill = { drill: 'kill-zone', zone: 'ap-south-1a', forSeconds: 60 } as const;
    const confirm = () => Promise.reject(new UsageError('nothing was done'));
    await expect(begin(kill, { confirm })).rejects.toThrow('nothing was done');
    expect(await running()).toEqual([ours, other, stranger, server].toSorted());
    await begin(kill);
    expect(await running()).toEqual([other, stranger, server].toSorted());
    await expect(begin(kill)).rejects.toThrow('EC2 shows no worker of dev in ap-south-1a');
  });

  it.each([
    ['metrics-outage', { drill: 'metrics-outage', forSeconds: 600 }],
    ['capacity-error', { drill: 'capacity-error', instanceId: 'i-3', forSeconds: 600 }],
    ['crash', { drill: 'crash', instanceId: 'i-3' }],
  ] as const)('has no %s, and says why', async (name, request) => {
    await expect(begin(request)).rejects.toThrow(new RegExp(`^${name} is for the local fleet only: .`));
  });

  it('is found by its stage, table and bus', async () => {
    const [cloudFormation, dynamoDb] = [new CloudFormationClient({}), new DynamoDBClient({})];
    await dynamoDb.send(new CreateTableCommand(eventTable('events-of-dev')));
    await addSample(createProductionEventStore({ tableName: 'events-of-dev', now: Date.now }));
    const TemplateBody = JSON.stringify({
      Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
      Outputs: { EventTableName: { Value: 'events-of-dev' }, BusName: { Value: BUS } },
    });
    await cloudFormation.send(new CreateStackCommand({ StackName: 'smartscale-event-backbone-dev', TemplateBody }));
    const request = { drill: 'interrupt', instanceId: 'i-3' } as const;
    const begun = await withFleet('interrupt', { stage: 'dev', yes: false }, async (fleet) => ({
      ...(await fleet.begin({ request, says: '', limitSeconds: 1, judge: () => [] })),
      ...fleet.history.before,
    }));
    expect(begun).toMatchObject({ begunAt: expect.any(Number), intervalSeconds: 120 });
    const unknown = withFleet('interrupt', { stage: 'prod', yes: false }, () => Promise.resolve());
    await expect(unknown).rejects.toThrow(/smartscale-event-backbone-prod is not there/);
    cloudFormation.destroy();
    dynamoDb.destroy();
  });

  async function run(zone: string, Tags: Tag[]): Promise<string> {
    const { Instances: [instance] = [] } = await ec2.send(
      new RunInstancesCommand({
        ...{ ImageId: 'ami-03cf127a', MinCount: 1, MaxCount: 1, Placement: { AvailabilityZone: zone } },
        TagSpecifications: [{ ResourceType: 'instance', Tags }],
      }),
    );
    return instance?.InstanceId ?? '';
  }

  async function running(): Promise<readonly string[]> {
    const Filters = [{ Name: 'instance-state-name', Values: ['pending', 'running'] }];
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId = '' }) => InstanceId)).toSorted();
  }
});

async function storeWithSample(): Promise<EventStore> {
  const store = createMemoryEventStore({ now: Date.now });
  await addSample(store);
  return store;
}

async function addSample(store: EventStore): Promise<void> {
  const now = Date.now();
  const id = deriveEventId(now, 'sample');
  const miss = { reason: 'timeout', message: 'no answer', attempts: 3, consecutive: 1 } as const;
  const data = { sampledAt: toTimestamp(now), intervalSeconds: 120, ...miss };
  const about = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(now) };
  await store.append(streamName('metrics', CLUSTER), [{ type: 'MetricsMissed' as const, ...about, data }], {
    expectedVersion: 0,
  });
}
