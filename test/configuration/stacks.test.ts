import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iamFindings, WITHOUT_RESOURCE_LEVEL } from './checks/iam-statements.ts';
import { openDoors } from './checks/security-groups.ts';
import { conventionFindings, wiringFindings } from './checks/stacks.ts';
import { composedStacks, ROOT, stackFolders } from './compose.ts';
import { loadStack } from './load-stack.ts';
import type { Resource, Template } from './template.ts';

const stacks = composedStacks();
const named = stacks.map((stack) => [stack.alias, stack] as const);

describe('the stacks', () => {
  it('are all in serverless-compose.yml', () => {
    expect(stacks.map(({ path }) => path).sort()).toEqual([...stackFolders()].sort());
  });

  it('import what others export, export what others import, and are deployed in that order', () => {
    expect(wiringFindings(stacks)).toEqual([]);
  });

  it.each(named)('%s is named and set up like the others', (_, stack) => {
    expect(conventionFindings(stack)).toEqual([]);
  });

  it.each(named)('%s grants no wildcard', (_, { template }) => {
    expect(iamFindings(template)).toEqual([]);
  });

  it.each(named)('%s lets nobody in by address', (_, { template }) => {
    expect(openDoors(template)).toEqual([]);
  });
});

const sound = { ...stacks[0]!, dependsOn: [], yml: { configValidationMode: 'error' } };

describe('the check of conventions', () => {
  it('sees a stack that is named or set up in another way', () => {
    const check = (change: object) => conventionFindings({ ...sound, ...change });
    expect(check({})).toEqual([]);
    expect(check({ path: 'infra/networks' })).toEqual(['network is in infra/networks']);
    expect(check({ service: 'network' })).toEqual(['network calls itself network']);
    expect(check({ yml: {} })).toEqual([expect.stringContaining('even when its configuration is wrong')]);
    expect(check({ provider: { ...sound.provider, region: 'us-east-1' } })).toEqual([
      expect.stringContaining('provider.region'),
    ]);
    expect(check({ provider: { ...sound.provider, stage: 'prod' } })).toEqual([expect.stringContaining('provider.stage')]);
  });
});

describe('the check of imports and exports', () => {
  const exporting = { ...sound, alias: 'a', template: { Resources: {}, Outputs: { X: { Value: 1, Export: { Name: 'x' } } } } };
  const importing = { ...sound, alias: 'b', yml: { deep: [{ 'Fn::ImportValue': 'x' }] }, dependsOn: ['a'] };
  const bare = { Resources: {}, Outputs: {} };

  it('sees each side that lacks the other, and a wrong order', () => {
    expect(wiringFindings([exporting, { ...importing, template: bare }])).toEqual([]);
    expect(wiringFindings([exporting])).toEqual(['a exports x, which nobody imports']);
    expect(wiringFindings([{ ...importing, template: bare, dependsOn: [] }])).toEqual(['b imports x, which nobody exports']);
    expect(wiringFindings([exporting, { ...importing, template: bare, dependsOn: [] }])).toEqual(['b must depend on a']);
    expect(wiringFindings([exporting, { ...importing, template: bare, dependsOn: ['a', 'c'] }])).toEqual([
      'b depends on c and imports nothing of it',
    ]);
  });
});

describe('the check of rights', () => {
  const check = (statement: object, properties: object = {}) =>
    iamFindings(
      templateOf({
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }], ...properties },
      }),
    );

  it.each([
    ['a wildcard action', { Action: 'dynamodb:*', Resource: 'arn' }, 'dynamodb:* is a wildcard'],
    ['a wildcard in a list', { Action: ['s3:GetObject', 's3:Put*'], Resource: 'arn' }, 's3:Put* is a wildcard'],
    ['every resource', { Action: 'ec2:TerminateInstances', Resource: '*' }, 'has a resource level'],
    ['every resource in a list', { Action: 'sqs:SendMessage', Resource: ['arn', '*'] }, 'has a resource level'],
    ['no resource', { Action: 'sqs:SendMessage' }, 'names no resource'],
    ['all but something', { NotAction: 'iam:*', Resource: 'arn' }, 'NotAction'],
    ['any image', { Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:::image/*' }, 'without the condition ArnEquals'],
    ['what nobody has bound', { Action: 'ec2:StopInstances', Resource: 'arn:aws:ec2:::instance/*' }, 'does not say what binds'],
  ])('sees %s', (_, statement, finding) => {
    expect(check(statement)).toEqual([expect.stringContaining(finding)]);
  });

  it('sees rights that AWS or another resource lists', () => {
    expect(check({ Action: 'sqs:SendMessage', Resource: 'arn' })).toEqual([]);
    expect(
      check({ Action: 'sqs:SendMessage', Resource: 'arn' }, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/x'] }),
    ).toHaveLength(1);
    const apart = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
    };
    expect(iamFindings(templateOf(apart))).toHaveLength(1);
  });

  it('allows every resource only where IAM knows none, each with its reason and in use', () => {
    const traced = loadStack(join(ROOT, 'services/outbox-relay'), { tracing: 'yes' });
    const used = JSON.stringify([...stacks, traced].map(({ template }) => template));
    for (const [action, reason] of Object.entries(WITHOUT_RESOURCE_LEVEL)) {
      expect(check({ Action: action, Resource: '*' }), action).toEqual([]);
      expect(reason.length).toBeGreaterThan(10);
      expect(used, `${action} is used somewhere`).toContain(`"${action}"`);
    }
  });
});

describe('the check of security groups', () => {
  it('sees an address, in a group or apart from it', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };
    const group = { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [rule] } };
    expect(openDoors(templateOf(group))).toHaveLength(1);
    expect(openDoors(templateOf({ Type: 'AWS::EC2::SecurityGroupIngress', Properties: rule }))).toHaveLength(1);
    expect(
      openDoors(templateOf({ Type: 'AWS::EC2::SecurityGroupIngress', Properties: { SourceSecurityGroupId: 'sg' } })),
    ).toEqual([]);
  });
});

function templateOf(resource: Resource): Template {
  return { Resources: { It: resource }, Outputs: {} };
}
