import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Moto, motoPeer, startMoto } from '../../../../../test/peers/moto/index.ts';
import { describeWithPeer } from '../../../../../test/peers/peer.ts';
import { runChecks } from '../run-checks.ts';
import { countVpcs, readIdentity, readOfferings, readQuota, readServiceLinkedRoles, readVcpus, readZones } from './account.ts';
import { type AwsClients, closeAwsClients, openAwsClients } from './aws-clients.ts';
import { readParameterType, readSlackSecret } from './parameters.ts';

// moto knows no EC2 quotas and no GetAccountSettings of Lambda: these are asked of nobody here.
describeWithPeer(motoPeer, 'an account, played by moto', () => {
  let moto: Moto;
  let aws: AwsClients;
  beforeAll(async () => {
    moto = await startMoto();
    vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
    vi.stubEnv('AWS_REGION', moto.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    aws = openAwsClients();
  });
  afterAll(async () => {
    closeAwsClients(aws);
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  it('says whose it is, and which zones its region has', async () => {
    expect(await readIdentity(aws)).toMatchObject({ account: '123456789012' });
    const zones = ['ap-south-1a', 'ap-south-1b', 'ap-south-1c'];
    expect(await readZones(aws)).toEqual({ region: 'ap-south-1', available: zones });
  });

  it('says what is offered where, and how large it is', async () => {
    const offered = await readOfferings(aws, ['t3.medium', 'u-24tb1.112xlarge']);
    expect(offered).toContainEqual({ instanceType: 't3.medium', zone: 'ap-south-1b' });
    expect(offered.filter(({ instanceType }) => instanceType !== 't3.medium')).toEqual([]);
    expect(await readVcpus(aws, ['t3.medium', 'm5.large', 't3.medium'])).toEqual({ 't3.medium': 2, 'm5.large': 2 });
  });

  it('says how many VPCs there may be and are', async () => {
    expect(await readQuota(aws, 'vpc', 'L-F678F1CE')).toBe(5);
    expect(await countVpcs(aws)).toBe(1);
  });

  it('lacks service-linked roles until they are made', async () => {
    expect(await readServiceLinkedRoles(aws)).toEqual([]);
    await aws.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' }));
    expect(await readServiceLinkedRoles(aws)).toEqual(['AWSServiceRoleForAutoScaling']);
  });

  it('tells what is in a secret, and never the secret', async () => {
    const name = '/smartscale/dev/slack-webhook-url';
    expect(await readSlackSecret(aws, name)).toBeNull();
    const put = (Type: 'String' | 'SecureString', Value: string) =>
      aws.ssm.send(new PutParameterCommand({ Name: name, Type, Value, Overwrite: true }));
    await put('SecureString', 'https://hooks.slack.com/services/T0/B0/secret');
    const secret = await readSlackSecret(aws, name);
    expect(secret).toEqual({ type: 'SecureString', holds: 'slack-webhook' });
    expect(await readParameterType(aws, name)).toBe('SecureString');
    expect(await readParameterType(aws, '/smartscale/dev/git-token')).toBeNull();
  });

  it('that does not answer a question leaves it open', async () => {
    const judge = async () => ({
      verdict: 'ok' as const,
      found: String(await readQuota(aws, 'ec2', 'L-34B43A08')),
      toDo: null,
    });
    const [finding] = await runChecks([{ name: 'q', phase: 'before', right: 'x', judge }], { timeoutSeconds: 20, onDone() {} });
    expect(finding).toMatchObject({ verdict: 'unknown', found: expect.stringContaining('does not answer it') });
  });
});
