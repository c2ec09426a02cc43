import {
  CreateFleetCommand,
  type CreateFleetResult,
  DescribeInstancesCommand,
  EC2Client,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import type { LaunchRequest } from '../ports.ts';
import { fleetOf } from './create-fleet.ts';
import { ec2Compute } from './ec2.ts';

type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** A client whose answers are given, by the name of the command. */
function clientOf(answers: Answers): { client: EC2Client; sent: { name: string; input: unknown }[] } {
  const client = new EC2Client({ region: 'ap-south-1' });
  const sent: { name: string; input: unknown }[] = [];
  client.send = (async (command: { constructor: { name: string }; input: never }) => {
    const { name } = command.constructor;
    sent.push({ name, input: command.input });
    return answers[name]?.(command.input) ?? {};
  }) as never;
  return { client, sent };
}

/** As the SDK throws them. */
function ec2Error(code: string): Error {
  return Object.assign(new Error(`EC2 says ${code}`), { name: code, Code: code });
}

const settings = { launchTemplate: 'workers', subnetOfZone: { a: 'subnet-a' }, now: () => 5_000 };
const request: LaunchRequest = {
  ...{ launchId: 'd-1', clusterId: 'test', operationId: 'd', correlationId: 'c', zone: 'a' },
  ...{ capacityType: 'spot', instanceTypes: ['t3.medium', 'm5.large'] },
};

function launchWith(answer: CreateFleetResult | Error) {
  const created = clientOf({
    [CreateFleetCommand.name]: () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { ...created, answer: ec2Compute(created.client, settings).launch(request) };
}

function described(change: Record<string, unknown> = {}) {
  return {
    ...{ InstanceId: 'i-1', InstanceType: 't3.medium', InstanceLifecycle: 'spot', LaunchTime: new Date(1_000) },
    ...{ Placement: { AvailabilityZone: 'a' }, State: { Name: 'running' } },
    ...{ Tags: [{ Key: 'smartscale:launch', Value: 'd-1' }], ...change },
  };
}

describe('a launch', () => {
  it('asks for one instance, now or not, in one zone, of several types, with our tags and a token', async () => {
    const { sent, answer } = launchWith({
      Instances: [{ InstanceIds: ['i-1'], InstanceType: 't3.medium', Lifecycle: 'spot' }],
    });
    expect(await answer).toEqual({
      kind: 'launched',
      instance: {
        ...{ instanceId: 'i-1', launchId: 'd-1', zone: 'a', capacityType: 'spot', instanceType: 't3.medium' },
        ...{ state: 'pending', launchedAt: 5_000 },
      },
    });
    expect(sent[1]?.input).toMatchObject({
      Type: 'instant',
      ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: { LaunchTemplateName: 'workers', Version: '$Latest' },
          Overrides: [
            { InstanceType: 't3.medium', SubnetId: 'subnet-a' },
            { InstanceType: 'm5.large', SubnetId: 'subnet-a' },
          ],
        },
      ],
      TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: 'spot' },
      SpotOptions: { AllocationStrategy: 'price-capacity-optimized' },
      TagSpecifications: [
        {
          ResourceType: 'instance',
          Tags: expect.arrayContaining([
            { Key: 'smartscale:cluster', Value: 'test' },
            { Key: 'smartscale:role', Value: 'worker' },
            { Key: 'smartscale:launch', Value: 'd-1' },
          ]),
        },
        { ResourceType: 'fleet' },
      ],
    });
  });

  it.each([
    ['lt-0123456789abcdef0', { LaunchTemplateId: 'lt-0123456789abcdef0' }],
    ['lt-workers', { LaunchTemplateName: 'lt-workers' }],
  ])('takes the launch template %s by its id or its name', (launchTemplate, specification) => {
    const [config] = fleetOf(request, { subnetId: 'subnet-a', launchTemplate }).LaunchTemplateConfigs ?? [];
    expect(config?.LaunchTemplateSpecification).toEqual({ ...specification, Version: '$Latest' });
  });

  it('has the same token when it is repeated, and another one elsewhere', async () => {
    const { client, sent } = clientOf({ CreateFleetCommand: () => ({ Instances: [{ InstanceIds: ['i-1'] }] }) });
    const compute = ec2Compute(client, { ...settings, subnetOfZone: { a: 'subnet-a', b: 'subnet-b' } });
    for (const zone of ['a', 'a', 'b']) await compute.launch({ ...request, zone });
    const tokens = sent.flatMap(({ name, input }) =>
      name === 'CreateFleetCommand' ? [(input as { ClientToken: string }).ClientToken] : [],
    );
    expect(tokens[0]).toBe(tokens[1]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  it('that has an instance already starts no second one, wherever it is asked for', async () => {
    const { client, sent } = clientOf({ DescribeInstancesCommand: () => ({ Reservations: [{ Instances: [described()] }] }) });
    expect(await ec2Compute(client, settings).launch(request)).toMatchObject({
      kind: 'launched',
      instance: { instanceId: 'i-1' },
    });
    expect(sent.map(({ name }) => name)).toEqual(['DescribeInstancesCommand']);
  });

  it('in a zone without a subnet of ours is invalid', async () => {
    const { client } = clientOf({});
    await expect(ec2Compute(client, settings).launch({ ...request, zone: 'x' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it.each([
    'InsufficientInstanceCapacity',
    'UnfulfillableCapacity',
    'MaxSpotInstanceCountExceeded',
    'SpotMaxPriceTooLow',
    'InsufficientFreeAddressesInSubnet',
    'Unsupported',
  ])('that fails with %s, in the answer or as an error, finds the offering unavailable', async (code) => {
    const inAnswer = launchWith({ Errors: [{ ErrorCode: code, ErrorMessage: 'no' }] });
    expect(await inAnswer.answer).toEqual({ kind: 'unavailable', code, message: 'no' });
    expect(await launchWith(ec2Error(code)).answer).toMatchObject({ kind: 'unavailable', code });
  });

  it.each([
    ['RequestLimitExceeded', 'throttled'],
    ['Throttling', 'throttled'],
    ['UnauthorizedOperation', 'unauthorized'],
    ['AuthFailure.ServiceLinkedRoleCreationNotPermitted', 'unauthorized'],
    ['ExpiredToken', 'unauthorized'],
    ['VcpuLimitExceeded', 'quota'],
    ['InvalidLaunchTemplateName.NotFoundException', 'invalid'],
    ['IdempotentParameterMismatch', 'invalid'],
    ['InternalError', 'failed'],
    ['SomethingNew', 'failed'],
  ])('that fails with %s is %s', async (code, kind) => {
    await expect(launchWith(ec2Error(code)).answer).rejects.toMatchObject({ name: 'ComputeError', kind, code });
    await expect(launchWith({ Errors: [{ ErrorCode: code }] }).answer).rejects.toMatchObject({ kind, code });
  });

  it('of which one type has no capacity and another must not be launched is unauthorized', async () => {
    const errors = [{ ErrorCode: 'InsufficientInstanceCapacity' }, { ErrorCode: 'UnauthorizedOperation' }];
    await expect(launchWith({ Errors: errors }).answer).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('answered with nothing at all has failed', async () => {
    await expect(launchWith({}).answer).rejects.toMatchObject({ kind: 'failed', code: 'EmptyAnswer' });
  });

  it('over a broken connection has failed, with the name of the failure', async () => {
    const broken = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await expect(launchWith(broken).answer).rejects.toMatchObject({ kind: 'failed', code: 'ECONNREFUSED' });
  });
});

describe('the list', () => {
  it('has every page of our workers and asks for nobody else', async () => {
    const { client, sent } = clientOf({
      [DescribeInstancesCommand.name]: ({ NextToken }: { NextToken?: string }) =>
        NextToken
          ? { Reservations: [{ Instances: [described({ InstanceId: 'i-2', InstanceLifecycle: undefined, Tags: [] })] }] }
          : { Reservations: [{ Instances: [described()] }], NextToken: 'more' },
    });
    expect(await ec2Compute(client, settings).listInstances('test')).toEqual([
      expect.objectContaining({
        instanceId: 'i-1',
        launchId: 'd-1',
        capacityType: 'spot',
        state: 'running',
        launchedAt: 1_000,
      }),
      expect.objectContaining({ instanceId: 'i-2', launchId: null, capacityType: 'on-demand' }),
    ]);
    expect(sent[0]?.input).toMatchObject({
      Filters: [
        { Name: 'tag:smartscale:cluster', Values: ['test'] },
        { Name: 'tag:smartscale:role', Values: ['worker'] },
      ],
    });
  });

  it('that cannot be read is an error, not an empty fleet', async () => {
    const failing = (fail: () => unknown) =>
      ec2Compute(clientOf({ DescribeInstancesCommand: fail }).client, settings).listInstances('test');
    await expect(
      failing(() => {
        throw ec2Error('RequestLimitExceeded');
      }),
    ).rejects.toMatchObject({ kind: 'throttled' });
    await expect(failing(() => ({ Reservations: [{ Instances: [described({ State: {} })] }] }))).rejects.toMatchObject({
      code: 'IncompleteAnswer',
    });
    await expect(failing(() => ({ Reservations: [], NextToken: 'again' }))).rejects.toMatchObject({ code: 'TooManyInstances' });
  });
});

describe('a termination', () => {
  it('of an instance that is gone already is done', async () => {
    const known = new Set(['i-1', 'i-3']);
    const done: string[] = [];
    const { client } = clientOf({
      [TerminateInstancesCommand.name]: ({ InstanceIds }: { InstanceIds: string[] }) => {
        if (InstanceIds.some((id) => !known.has(id))) throw ec2Error('InvalidInstanceID.NotFound');
        done.push(...InstanceIds);
      },
    });
    await ec2Compute(client, settings).terminate(['i-1', 'i-2', 'i-3']);
    expect(done).toEqual(['i-1', 'i-3']);
  });

  it('that is not permitted is an error', async () => {
    const { client } = clientOf({
      TerminateInstancesCommand: () => {
        throw ec2Error('UnauthorizedOperation');
      },
    });
    await expect(ec2Compute(client, settings).terminate(['i-1'])).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('of nobody asks nobody', async () => {
    const { client, sent } = clientOf({});
    await ec2Compute(client, settings).terminate([]);
    expect(sent).toEqual([]);
  });
});
