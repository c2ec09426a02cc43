import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ec2Answers, ec2Error, ec2Result, startEc2Answers } from '../../../../test/peers/ec2-answers/index.ts';
import { type Moto, motoPeer, startMoto } from '../../../../test/peers/moto/index.ts';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import type { ComputePort, LaunchRequest } from '../ports.ts';
import { ec2Compute } from './ec2.ts';

const request: LaunchRequest = {
  ...{ launchId: 'd-1', clusterId: 'test', operationId: 'd', correlationId: 'story', zone: 'ap-south-1b' },
  ...{ capacityType: 'spot', instanceTypes: ['t3.medium', 'm5.large'] },
};

describeWithPeer(motoPeer, 'EC2 as moto plays it', () => {
  let moto: Moto;
  let subnetOfZone: Readonly<Record<string, string>>;
  let compute: ComputePort;

  beforeAll(async () => {
    moto = await startMoto();
    subnetOfZone = await moto.subnetsByZone();
    await moto.createLaunchTemplate('workers');
    compute = ec2Compute(moto.client, { launchTemplate: 'workers', subnetOfZone, now: Date.now });
  });
  afterAll(() => moto?.stop());

  it('launches in the zone and with the capacity type that were asked for, and finds it again by its tags', async () => {
    const before = Date.now();
    const spot = await compute.launch(request);
    const onDemand = await compute.launch({ ...request, launchId: 'd-2', zone: 'ap-south-1a', capacityType: 'on-demand' });
    if (spot.kind !== 'launched' || onDemand.kind !== 'launched') throw new Error('not launched');
    expect(await compute.listInstances('test')).toMatchObject([
      { instanceId: spot.instance.instanceId, launchId: 'd-1', zone: 'ap-south-1b', capacityType: 'spot' },
      { instanceId: onDemand.instance.instanceId, launchId: 'd-2', zone: 'ap-south-1a', capacityType: 'on-demand' },
    ]);
    // EC2 knows whole seconds.
    expect(spot.instance.launchedAt).toBeGreaterThanOrEqual(before);
    const { Reservations } = await moto.client.send(new DescribeInstancesCommand({ InstanceIds: [spot.instance.instanceId] }));
    const [instance] = Reservations?.flatMap(({ Instances = [] }) => Instances) ?? [];
    expect(instance).toMatchObject({ SubnetId: subnetOfZone['ap-south-1b'], InstanceType: 't3.medium' });
    expect(Object.fromEntries(instance?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? [])).toMatchObject({
      ...{ 'smartscale:cluster': 'test', 'smartscale:role': 'worker', 'smartscale:launch': 'd-1' },
      ...{ 'smartscale:operation': 'd', 'smartscale:correlation': 'story' },
    });
  });

  it('starts no second instance for a launch that has one, though moto knows no ClientToken', async () => {
    const first = await compute.launch({ ...request, clusterId: 'twice' });
    const second = await compute.launch({ ...request, clusterId: 'twice', zone: 'ap-south-1c' });
    expect(second).toMatchObject({ instance: { instanceId: first.kind === 'launched' ? first.instance.instanceId : '' } });
    expect(await compute.listInstances('twice')).toHaveLength(1);
  });

  it('lists ours only: neither those of another cluster nor strangers', async () => {
    await compute.launch({ ...request, clusterId: 'other' });
    await moto.client.send(new RunInstancesCommand({ ImageId: 'ami-03cf127a', MinCount: 3, MaxCount: 3 }));
    const tag = { Key: 'smartscale:cluster', Value: 'quiet' };
    const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [tag] }];
    await moto.client.send(new RunInstancesCommand({ ImageId: 'ami-03cf127a', MinCount: 1, MaxCount: 1, TagSpecifications }));
    expect(await compute.listInstances('other')).toHaveLength(1);
    // The K3s server has the cluster's tag, too, but another role.
    expect(await compute.listInstances('quiet')).toEqual([]);
  });

  it('terminates, also what is gone already, and what shares a call with an unknown id', async () => {
    const launch = (launchId: string) => compute.launch({ ...request, clusterId: 'ends', launchId });
    const answers = await Promise.all([launch('d-1'), launch('d-2')]);
    const [first = '', second = ''] = answers.map((answer) => (answer.kind === 'launched' ? answer.instance.instanceId : ''));
    await compute.terminate([first]);
    await compute.terminate([first, 'i-0123456789abcdef0', second]);
    const states = (await compute.listInstances('ends')).map(({ state }) => state);
    expect(states).toHaveLength(2);
    for (const state of states) expect(['shutting-down', 'terminated']).toContain(state);
  });

  it('says which launch template is missing', async () => {
    const astray = ec2Compute(moto.client, { launchTemplate: 'nobodys', subnetOfZone, now: Date.now });
    const launch = astray.launch({ ...request, clusterId: 'astray' });
    await expect(launch).rejects.toMatchObject({ name: 'ComputeError', kind: 'invalid', message: /nobodys.* does not exist/ });
    expect(await compute.listInstances('astray')).toEqual([]);
  });
});

describe('EC2 in its own XML', () => {
  let ec2: Ec2Answers;
  let compute: ComputePort;

  beforeEach(async () => {
    ec2 = await startEc2Answers();
    const settings = { launchTemplate: 'workers', subnetOfZone: { 'ap-south-1b': 'subnet-b' }, now: Date.now };
    compute = ec2Compute(ec2.client, settings);
    return () => ec2.stop();
  });

  const asked = (action: string) => ec2.asked.filter(({ Action }) => Action === action);

  it('a page after the other, each asked for by the token of the one before', async () => {
    const page = (instanceId: string, next: string) =>
      ec2Result(
        'DescribeInstances',
        `<reservationSet><item><instancesSet>${instanceXml(instanceId)}</instancesSet></item></reservationSet>${next}`,
      );
    ec2.answer('DescribeInstances', page('i-1', '<nextToken>two</nextToken>'), page('i-2', ''));
    expect((await compute.listInstances('test')).map(({ instanceId }) => instanceId)).toEqual(['i-1', 'i-2']);
    expect(asked('DescribeInstances').map(({ NextToken }) => NextToken)).toEqual([undefined, 'two']);
  });

  it('an instance of a fleet', async () => {
    const fleet = '<item><instanceIds><item>i-7</item></instanceIds><instanceType>m5.large</instanceType></item>';
    ec2.answer(
      'CreateFleet',
      ec2Result('CreateFleet', `<fleetId>fleet-1</fleetId><fleetInstanceSet>${fleet}</fleetInstanceSet>`),
    );
    expect(await compute.launch(request)).toMatchObject({
      kind: 'launched',
      instance: { instanceId: 'i-7', instanceType: 'm5.large' },
    });
    expect(asked('CreateFleet')[0]).toMatchObject({
      ...{ Type: 'instant', ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...{
        'SpotOptions.AllocationStrategy': 'price-capacity-optimized',
        'TargetCapacitySpecification.TotalTargetCapacity': '1',
      },
      'LaunchTemplateConfigs.1.Overrides.2.InstanceType': 'm5.large',
    });
  });

  it('a fleet without an instance, for want of capacity', async () => {
    const error = (code: string) => `<item><errorCode>${code}</errorCode><errorMessage>none left</errorMessage></item>`;
    const errors = `${error('InsufficientInstanceCapacity')}${error('InsufficientInstanceCapacity')}`;
    ec2.answer('CreateFleet', ec2Result('CreateFleet', `<fleetId>fleet-1</fleetId><errorSet>${errors}</errorSet>`));
    expect(await compute.launch(request)).toEqual({
      ...{ kind: 'unavailable', code: 'InsufficientInstanceCapacity', message: 'none left' },
    });
  });

  it('a call refused for want of capacity is an answer, too', async () => {
    ec2.answer('CreateFleet', ec2Error('InsufficientInstanceCapacity', { status: 500 }));
    expect(await compute.launch(request)).toMatchObject({ kind: 'unavailable', code: 'InsufficientInstanceCapacity' });
  });

  it.each([
    ['RequestLimitExceeded', 503, 'throttled'],
    ['UnauthorizedOperation', 403, 'unauthorized'],
    ['AuthFailure', 401, 'unauthorized'],
    ['InvalidLaunchTemplateId.NotFound', 400, 'invalid'],
    ['VcpuLimitExceeded', 400, 'quota'],
    ['InternalError', 500, 'failed'],
    ['SomethingNobodyKnows', 400, 'failed'],
  ] as const)('%s (%i) is %s, for a launch, a list and a termination', async (code, status, kind) => {
    for (const action of ['CreateFleet', 'TerminateInstances']) ec2.answer(action, ec2Error(code, { status }));
    const problem = { name: 'ComputeError', kind, code, message: `EC2 says ${code}` };
    await expect(compute.launch(request)).rejects.toMatchObject(problem);
    await expect(compute.terminate(['i-1'])).rejects.toMatchObject(problem);
    ec2.answer('DescribeInstances', ec2Error(code, { status }));
    await expect(compute.listInstances('test')).rejects.toMatchObject(problem);
  });

  it('an answer that is no XML, and a connection that ends', async () => {
    ec2.answer('DescribeInstances', { status: 502, body: '<html>Bad Gateway</html>' });
    await expect(compute.listInstances('test')).rejects.toMatchObject({ name: 'ComputeError', kind: 'failed' });
    await ec2.stop();
    await expect(compute.listInstances('test')).rejects.toMatchObject({ name: 'ComputeError', code: 'ECONNREFUSED' });
  });

  it('a throttled call is repeated by the client before anybody hears of it', async () => {
    const patient = await startEc2Answers({ maxAttempts: 3 });
    try {
      const none = ec2Result('DescribeInstances', '<reservationSet/>');
      patient.answer('DescribeInstances', ec2Error('RequestLimitExceeded', { status: 503 }), none);
      const settings = { launchTemplate: 'workers', subnetOfZone: {}, now: Date.now };
      expect(await ec2Compute(patient.client, settings).listInstances('test')).toEqual([]);
      expect(patient.asked).toHaveLength(2);
    } finally {
      await patient.stop();
    }
  });
});

function instanceXml(instanceId: string): string {
  const facts = '<instanceType>t3.medium</instanceType><launchTime>2026-11-24T08:00:00.000Z</launchTime>';
  const place = '<placement><availabilityZone>ap-south-1b</availabilityZone></placement>';
  return `<item><instanceId>${instanceId}</instanceId><instanceState><name>running</name></instanceState>${facts}${place}</item>`;
}
