import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iamFindings } from './checks/iam-statements.ts';
import type { Statement } from './checks/statement.ts';
import { ROOT } from './compose.ts';
import { loadStack } from './load-stack.ts';
import { weakenings } from './weakened.ts';

const { template } = loadStack(join(ROOT, 'services/capacity-manager'));
const loosened = weakenings(template);

describe('the rights to launch and to end', () => {
  it('are bound to what is ours', () => {
    expect(iamFindings(template)).toEqual([]);
  });

  it('are each loosened here, in each role', () => {
    const actions = [...new Set(loosened.flatMap((each) => each.actions))];
    expect(actions.toSorted()).toEqual([
      'ec2:CreateFleet',
      'ec2:CreateTags',
      'ec2:RunInstances',
      'ec2:TerminateInstances',
      'iam:CreateServiceLinkedRole',
      'iam:PassRole',
    ]);
    const roles = new Set(loosened.map(({ title }) => title.split(':')[0]));
    expect([...roles]).toEqual(['ScaleRole', 'ReplaceRole', 'ReconcileRole']);
  });

  it.each(loosened.map((each) => [each.title, each.template] as const))('are found wanting: %s', (title, weaker) => {
    const [role] = title.split(':');
    expect(iamFindings(weaker)).toContainEqual(expect.stringMatching(`^${role}: `));
  });
});

describe('the check of bound rights', () => {
  const check = (statement: Statement) =>
    iamFindings({
      Resources: {
        It: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } },
        },
      },
      Outputs: {},
    });

  it('names each tag that is missing', () => {
    const arn = 'arn:aws:ec2:eu-west-1:1:instance/*';
    const region = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    for (const [action, kind] of [
      ['ec2:TerminateInstances', 'ResourceTag'],
      ['ec2:RunInstances', 'RequestTag'],
      ['ec2:CreateFleet', 'RequestTag'],
    ] as const) {
      expect(check({ Action: action, Resource: arn, Condition: region })).toEqual([
        `It: ${action} on instance without the condition StringEquals aws:${kind}/smartscale:cluster on what is ours`,
        `It: ${action} on instance without the condition StringEquals aws:${kind}/smartscale:role on what is ours`,
      ]);
    }
  });

  it('names what else is missing', () => {
    expect(check({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/a' })).toEqual([
      'It: iam:PassRole must name one role, that of the workers',
      expect.stringContaining('iam:PassedToService'),
    ]);
    const spot = 'arn:aws:iam::1:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot';
    const of = (name: string) => ({ StringEquals: { 'iam:AWSServiceName': name } });
    const create = (Resource: string, name: string) =>
      check({ Action: 'iam:CreateServiceLinkedRole', Resource, Condition: of(name) });
    expect(create(spot, 'spot.amazonaws.com')).toEqual([]);
    expect(create(spot, 'eks.amazonaws.com')).toEqual([expect.stringContaining('iam:AWSServiceName')]);
    expect(create(spot.replace(/[^/]+$/, '*'), 'spot.amazonaws.com')).toEqual([expect.stringContaining('one role')]);
    expect(check({ Action: 'iam:CreateUser', Resource: 'arn:aws:iam::1:user/a' })).toEqual([
      expect.stringContaining('does not say what binds it'),
    ]);
  });
});
