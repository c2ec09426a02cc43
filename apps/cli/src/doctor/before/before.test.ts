import { defaultPolicy, type Policy } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { judgeCredentials } from './credentials.ts';
import { judgeFluxRepository } from './flux-repository.ts';
import { judgeLambdaConcurrency } from './lambda-concurrency.ts';
import { judgeVpcLimit } from './network-limits.ts';
import { judgeOfferings } from './offerings.ts';
import { judgeServiceLinkedRoles } from './service-linked-roles.ts';
import { judgeSlackSecret, judgeSlackToken, whatItHolds } from './slack-secret.ts';
import { judgeTools, type Tool } from './tools.ts';
import { judgeOnDemandQuota, judgeSpotQuota, typesOfOtherQuotas } from './vcpu-quotas.ts';
import { judgeZones } from './zones.ts';

/** 2 to 10 workers, 2 On-Demand, 70 % Spot above: 6 Spot and 4 On-Demand at the maximum. */
const policy = defaultPolicy();
const withMix = (mix: Partial<Policy['mix']>): Policy => ({ ...policy, mix: { ...policy.mix, ...mix } });

describe('tools', () => {
  const tool = (version: string | null, need: Tool['need'] = 'required'): Tool => ({
    name: 'git',
    version,
    need,
    install: 'install git',
  });
  it('must be there, and Node new enough', () => {
    expect(judgeTools('24.0.0', [tool('git version 2.39')])).toMatchObject({
      verdict: 'ok',
      found: 'Node 24.0.0; git version 2.39',
    });
    expect(judgeTools('23.9.1', [tool('2')])).toMatchObject({ verdict: 'failed', toDo: expect.stringContaining('npm ci') });
    expect(judgeTools('24.0.0', [tool(null)])).toMatchObject({ verdict: 'failed', toDo: 'install git' });
    expect(judgeTools('24.0.0', [tool(null, 'useful')]).verdict).toBe('warning');
  });
});

it('credentials are shown as whom AWS takes us for', () => {
  expect(judgeCredentials({ account: '1', arn: 'arn:x' })).toMatchObject({ verdict: 'ok', found: 'account 1, as arn:x' });
  expect(judgeCredentials(null)).toMatchObject({ verdict: 'failed', toDo: expect.stringContaining('AWS_PROFILE') });
});

it("the region must have all the policy's zones", () => {
  const available = ['ap-south-1a', 'ap-south-1b', 'ap-south-1c'];
  expect(judgeZones({ region: 'ap-south-1', available }, policy).verdict).toBe('ok');
  expect(judgeZones({ region: 'ap-south-1', available: available.slice(0, 2) }, policy)).toMatchObject({
    ...{ verdict: 'failed', found: "ap-south-1 does not have the policy's ap-south-1c" },
    toDo: expect.stringContaining('zones: [ap-south-1a, ap-south-1b]'),
  });
});

describe('instance types', () => {
  const { zones, instanceTypes } = policy.placement;
  const everywhere = zones.flatMap((zone) => instanceTypes.map((instanceType) => ({ zone, instanceType })));
  it('are to be offered in each zone', () => {
    expect(judgeOfferings(everywhere, policy).verdict).toBe('ok');
    const lacking = everywhere.filter(({ zone, instanceType }) => zone !== zones[1] || instanceType !== 'm6i.large');
    expect(judgeOfferings(lacking, policy)).toMatchObject({ verdict: 'warning', found: 'ap-south-1b lacks m6i.large' });
    const none = everywhere.filter(({ zone }) => zone !== zones[2]);
    expect(judgeOfferings(none, policy)).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('ap-south-1c has none of'),
    });
  });
});

describe('quotas', () => {
  const vcpus = { 't3.medium': 2, 't3a.medium': 2, 'm5.large': 2, 'm6i.large': 2 };
  const spot = (limitVcpus: number, mine = policy, sizes: Record<string, number> = vcpus) =>
    judgeSpotQuota({ limitVcpus, policy: mine, vcpus: sizes });
  const onDemand = (limitVcpus: number) => judgeOnDemandQuota({ limitVcpus, policy, vcpus, serverVcpus: 2 });

  it('of Spot: room for ten workers is asked for, and for what the policy wants', () => {
    expect(spot(20).verdict).toBe('ok');
    expect(spot(19)).toMatchObject({ verdict: 'warning', found: expect.stringContaining('room for 9 to 9 workers: 6') });
    expect(spot(2).verdict).toBe('warning');
    expect(spot(1)).toMatchObject({
      verdict: 'failed',
      toDo: expect.stringContaining('--quota-code L-34B43A08 --desired-value 20'),
    });
    expect(spot(0, withMix({ spotPercentAboveBase: 0 })).verdict).toBe('ok');
  });

  it('of Spot: counts with the largest type', () => {
    const large = { ...vcpus, 'm5.large': 8 };
    expect(spot(48, policy, large).verdict).toBe('ok');
    expect(spot(47, policy, large).verdict).toBe('warning');
  });

  it('of On-Demand: the server and the smallest fleet must fit, all the rest should', () => {
    expect(onDemand(22).verdict).toBe('ok');
    expect(onDemand(21)).toMatchObject({ verdict: 'warning', found: expect.stringContaining('enough for the mix (10)') });
    expect(onDemand(9)).toMatchObject({
      verdict: 'warning',
      found: expect.stringContaining('On-Demand part of 10 workers need 10'),
    });
    expect(onDemand(6).verdict).toBe('warning');
    expect(onDemand(5)).toMatchObject({
      ...{ verdict: 'failed', found: '5 vCPUs On-Demand: the server and 2 workers need 6' },
      toDo: expect.stringContaining('--quota-code L-1216C47A --desired-value 22'),
    });
  });

  it('are others for other families', () => {
    expect(typesOfOtherQuotas(policy)).toEqual([]);
    const mixed = { ...policy, placement: { ...policy.placement, instanceTypes: ['t3.medium', 'g5.xlarge', 'x2gd.large'] } };
    expect(typesOfOtherQuotas(mixed)).toEqual(['g5.xlarge', 'x2gd.large']);
  });
});

describe('service-linked roles', () => {
  const all = ['AWSServiceRoleForEC2Spot', 'AWSServiceRoleForEC2Fleet', 'AWSServiceRoleForAutoScaling'];
  it('are missed with the command that makes each', () => {
    expect(judgeServiceLinkedRoles(all, policy).verdict).toBe('ok');
    expect(judgeServiceLinkedRoles(all.slice(0, 2), policy).verdict).toBe('warning');
    expect(judgeServiceLinkedRoles([], policy)).toMatchObject({
      verdict: 'warning',
      toDo: ['spot', 'ec2fleet', 'autoscaling']
        .map((service) => `aws iam create-service-linked-role --aws-service-name ${service}.amazonaws.com`)
        .join('\n'),
    });
  });
  it('of Spot is not needed without Spot', () => {
    expect(judgeServiceLinkedRoles(all.slice(1), withMix({ spotPercentAboveBase: 0 })).verdict).toBe('ok');
    expect(judgeServiceLinkedRoles(all.slice(1), policy).verdict).toBe('warning');
  });
});

it('Lambda must let each function run', () => {
  expect(judgeLambdaConcurrency({ limit: 10, unreserved: 9, functions: 9 }).verdict).toBe('ok');
  expect(judgeLambdaConcurrency({ limit: 10, unreserved: 8, functions: 9 }).verdict).toBe('warning');
  expect(judgeLambdaConcurrency({ limit: 10, unreserved: 0, functions: 9 }).verdict).toBe('failed');
});

it('one VPC must fit', () => {
  expect(judgeVpcLimit({ limit: 5, used: 4, isDeployed: false }).verdict).toBe('ok');
  expect(judgeVpcLimit({ limit: 5, used: 5, isDeployed: false })).toMatchObject({
    verdict: 'failed',
    toDo: expect.stringContaining('--desired-value 6'),
  });
  expect(judgeVpcLimit({ limit: 5, used: 5, isDeployed: true }).verdict).toBe('ok');
});

describe('the Slack secret', () => {
  const name = '/smartscale/dev/slack-webhook-url';
  it('must be there, encrypted, and a webhook', () => {
    expect(judgeSlackSecret({ type: 'SecureString', holds: 'slack-webhook' }, name).verdict).toBe('ok');
    expect(judgeSlackSecret({ type: 'SecureString', holds: 'another-url' }, name).verdict).toBe('warning');
    expect(judgeSlackSecret({ type: 'SecureString', holds: 'neither' }, name).verdict).toBe('failed');
    expect(judgeSlackSecret({ type: 'SecureString', holds: 'bot-token' }, name)).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('another parameter'),
    });
    expect(judgeSlackSecret({ type: 'String', holds: 'slack-webhook' }, name)).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('is a String'),
    });
    expect(judgeSlackSecret(null, name)).toMatchObject({
      verdict: 'warning',
      toDo: expect.stringContaining(`--name ${name} --type SecureString`),
    });
  });
  it('of a bot must be there, encrypted, and a token', () => {
    const token = '/smartscale/dev/slack-bot-token';
    const judged = (secret: Parameters<typeof judgeSlackToken>[0]) => judgeSlackToken(secret, token, '#fleet');
    expect(judged({ type: 'SecureString', holds: 'bot-token' })).toMatchObject({
      verdict: 'ok',
      found: `${token} holds a bot token of Slack, for #fleet`,
    });
    expect(judged({ type: 'SecureString', holds: 'slack-webhook' }).verdict).toBe('failed');
    expect(judged({ type: 'String', holds: 'bot-token' }).verdict).toBe('failed');
    expect(judged(null)).toMatchObject({ verdict: 'failed', toDo: expect.stringContaining(`--name ${token}`) });
  });
  it.each([
    ['https://hooks.slack.com/services/T0/B0/xyz', 'slack-webhook'],
    ['https://hooks.slack-gov.com/services/T0/B0/xyz', 'slack-webhook'],
    ['https://hooks.slack.com.evil.example/services/T0/B0/xyz', 'another-url'],
    ['http://hooks.slack.com/services/T0/B0/xyz', 'neither'],
    ['https://hooks.slack.com/services/', 'another-url'],
    ['xoxb-1234', 'bot-token'],
    ['xoxa-1234', 'neither'],
    ['', 'neither'],
  ])('%s is known as %s', (value, holds) => {
    expect(whatItHolds(value)).toBe(holds);
  });
});

it('the repository of Flux can be read, or there is a token for it', () => {
  const facts = {
    url: 'https://git.example/fleet',
    refusal: null,
    tokenType: null,
    tokenParameter: '/smartscale/dev/git-token',
  };
  expect(judgeFluxRepository(facts)).toMatchObject({ verdict: 'ok', found: expect.stringContaining('without a token') });
  expect(judgeFluxRepository({ ...facts, tokenType: 'SecureString' }).verdict).toBe('ok');
  expect(judgeFluxRepository({ ...facts, tokenType: 'String' }).verdict).toBe('failed');
  expect(judgeFluxRepository({ ...facts, refusal: 'fatal: no', tokenType: 'SecureString' }).verdict).toBe('unknown');
  expect(judgeFluxRepository({ ...facts, refusal: 'fatal: no' })).toMatchObject({
    verdict: 'failed',
    toDo: expect.stringContaining('/smartscale/dev/git-token'),
  });
});
