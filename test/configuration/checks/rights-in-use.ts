import type { DeclaredFunction } from '../load-stack.ts';
import { listOf, type Template, visitObjects } from '../template.ts';
import { actionsOf, grantsOf, ownPolicy } from './iam-statements.ts';

/** What a call of the AWS SDK needs in IAM. A launch by CreateFleet needs the rights for all that it makes. */
const ACTIONS_OF_COMMAND: Readonly<Record<string, readonly string[]>> = {
  CreateFleetCommand: ['ec2:CreateFleet', 'ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole', 'iam:CreateServiceLinkedRole'],
  DescribeInstancesCommand: ['ec2:DescribeInstances'],
  DescribeSpotPriceHistoryCommand: ['ec2:DescribeSpotPriceHistory'],
  GetCommand: ['dynamodb:GetItem'],
  GetParameterCommand: ['ssm:GetParameter'],
  PutCommand: ['dynamodb:PutItem'],
  PutEventsCommand: ['events:PutEvents'],
  QueryCommand: ['dynamodb:Query'],
  SignedGetObject: ['s3:GetObject'],
  TerminateInstancesCommand: ['ec2:TerminateInstances'],
  TransactWriteCommand: ['dynamodb:PutItem'],
  TransactWriteDelete: ['dynamodb:DeleteItem'],
};

const ATTACH_TO_VPC = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const WRITE_TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];

type Used = {
  readonly functions: Readonly<Record<string, DeclaredFunction>>;
  readonly template: Template;
  /** The section of all functions. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** The SDK commands that the service's code constructs. */
  readonly commands: readonly string[];
};

/**
 * Rights that nothing uses, and uses that have no right. What the code calls is known for the service as a whole, what the wiring needs for each
 * function: so a right must be needed by some function of the service, a wiring's right by that very function.
 */
export function rightsFindings({ functions, template, commands, provider = {} }: Used): readonly string[] {
  const unknown = commands.filter((command) => !Object.hasOwn(ACTIONS_OF_COMMAND, command));
  const called = new Set(commands.flatMap((command) => ACTIONS_OF_COMMAND[command] ?? []));
  const perFunction = Object.entries(functions).map(([name, definition]) => {
    const role = String(definition.role);
    return { name, wired: actionsOfWiring(definition, isTraced(provider)), granted: grantedTo(role, template) };
  });
  const granted = new Set(perFunction.flatMap((rights) => [...rights.granted]));
  return [
    ...unknown.map((command) => `${command} is called, but rights-in-use.ts does not know which right it needs`),
    ...[...called]
      .filter((action) => !granted.has(action))
      .map((action) => `${action} is called and no function has the right`),
    ...perFunction.flatMap(({ name, wired, granted: own }) => [
      ...[...wired]
        .filter((action) => !own.has(action))
        .map((action) => `${name} needs ${action} for its wiring and has no right`),
      ...[...own]
        .filter((action) => !wired.has(action) && !called.has(action))
        .map((action) => `${name} may ${action}, and nothing does`),
    ]),
  ];
}

function isTraced({ tracing }: Readonly<Record<string, unknown>>): boolean {
  return (tracing as { readonly lambda?: unknown } | undefined)?.lambda === true;
}

function grantedTo(role: string, template: Template): ReadonlySet<string> {
  const attached = listOf(template.Resources[role]?.Properties?.['ManagedPolicyArns']).map((arn) => ownPolicy(arn, template));
  const own = grantsOf(template).filter((granted) => granted.role === role || attached.includes(granted.role));
  return new Set(own.flatMap(({ statement }) => actionsOf(statement)));
}

/** What Lambda itself needs in the function's name. */
function actionsOfWiring(definition: Used['functions'][string], traced: boolean): ReadonlySet<string> {
  const actions = new Set(['logs:CreateLogStream', 'logs:PutLogEvents']);
  const addAll = (more: readonly string[]) => {
    for (const action of more) actions.add(action);
  };
  if (traced) addAll(WRITE_TRACES);
  if (definition.vpc !== undefined) addAll(ATTACH_TO_VPC);
  if (definition.events?.some((event) => 'stream' in event)) addAll(READ_STREAM);
  visitObjects([definition.destinations, definition.events], (object) => {
    if (object['type'] === 'sqs') actions.add('sqs:SendMessage');
  });
  return actions;
}
