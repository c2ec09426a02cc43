import { listOf, resourcesOf, type Template } from '../template.ts';
import { boundFindings } from './bound-rights.ts';
import type { Statement } from './statement.ts';

/** A statement of a role, and where it stands. */
type Granted = { readonly role: string; readonly statement: Statement };

/** Actions to which IAM knows no resource, so that `Resource: '*'` is all that can be said; the reference is AWS's Service Authorization Reference. */
export const WITHOUT_RESOURCE_LEVEL: Readonly<Record<string, string>> = {
  'ec2:DescribeInstances': 'describing has no resource level in EC2',
  'ec2:DescribeSpotPriceHistory': 'describing has no resource level in EC2',
  'ec2:DescribeNetworkInterfaces': 'describing has no resource level in EC2; Lambda attaches functions to the VPC',
  'ec2:DescribeSubnets': 'describing has no resource level in EC2; Lambda attaches functions to the VPC',
  'ec2:CreateNetworkInterface': 'Lambda checks the right without naming a resource before it attaches a function to the VPC',
  'ec2:DeleteNetworkInterface': 'as CreateNetworkInterface',
  'ec2:AssignPrivateIpAddresses': 'as CreateNetworkInterface',
  'ec2:UnassignPrivateIpAddresses': 'as CreateNetworkInterface',
  'ssmmessages:CreateControlChannel': 'Session Manager knows no resource; a machine opens its own channel',
  'ssmmessages:CreateDataChannel': 'as CreateControlChannel',
  'ssmmessages:OpenControlChannel': 'as CreateControlChannel',
  'ssmmessages:OpenDataChannel': 'as CreateControlChannel',
  'dynamodb:ListStreams': 'Lambda lists streams without naming one',
  'xray:PutTraceSegments': 'X-Ray knows no resource for what is written; only where tracing is on',
  'xray:PutTelemetryRecords': 'as PutTraceSegments',
};

/** What roles of a template grant beyond need. Empty when each right names its action and its resource, and is bound to what is ours. */
export function iamFindings(template: Template): readonly string[] {
  const managed = resourcesOf(template, 'AWS::IAM::Role').flatMap(([role, { Properties }]) =>
    listOf(Properties?.['ManagedPolicyArns'])
      .filter((arn) => ownPolicy(arn, template) === undefined)
      .map((arn) => `${role}: attaches ${JSON.stringify(arn)}, whose rights are not listed here`),
  );
  return [...managed, ...grantsOf(template).flatMap(statementFindings)];
}

/** The id of a managed policy that the template itself makes; undefined for one of somebody else. */
export function ownPolicy(arn: unknown, template: Template): string | undefined {
  const { Ref: id } = Object(arn) as { Ref?: unknown };
  return typeof id === 'string' && template.Resources[id]?.Type === 'AWS::IAM::ManagedPolicy' ? id : undefined;
}

/** All that the roles and policies of a template allow. */
export function grantsOf(template: Template): readonly Granted[] {
  const inline = resourcesOf(template, 'AWS::IAM::Role').flatMap(([role, { Properties }]) =>
    listOf(Properties?.['Policies']).flatMap((policy) =>
      statementsOf(role, (policy as { PolicyDocument?: unknown }).PolicyDocument),
    ),
  );
  const apart = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    resourcesOf(template, type).flatMap(([id, { Properties }]) => statementsOf(id, Properties?.['PolicyDocument'])),
  );
  return [...inline, ...apart].filter(({ statement }) => statement.Effect === 'Allow');
}

function statementsOf(role: string, document: unknown): readonly Granted[] {
  const { Statement: statements } = (document ?? {}) as { Statement?: unknown };
  return listOf(statements).map((statement) => ({ role, statement: statement as Statement }));
}

/** The actions that a statement names. */
export function actionsOf({ Action }: Statement): readonly string[] {
  return listOf(Action).map(String);
}

function statementFindings({ role, statement }: Granted): readonly string[] {
  const resources = listOf(statement.Resource).map((resource) => JSON.stringify(resource));
  const inverted = ['NotAction', 'NotResource'].filter((key) => key in statement);
  return [
    ...inverted.map((key) => `${role}: ${key} grants what nobody listed`),
    ...actionsOf(statement).flatMap((action) =>
      actionFindings(action, resources, statement).map((finding) => `${role}: ${finding}`),
    ),
  ];
}

function actionFindings(action: string, resources: readonly string[], statement: Statement): readonly string[] {
  if (action.includes('*')) return [`${action} is a wildcard`];
  if (resources.length === 0) return [`${action} names no resource`];
  if (resources.includes('"*"')) {
    return Object.hasOwn(WITHOUT_RESOURCE_LEVEL, action) ? [] : [`${action} on every resource, though it has a resource level`];
  }
  return boundFindings(action, statement);
}
