import { CLUSTER_TAG, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';
import { DEFAULT_STAGE } from '../load-stack.ts';
import { listOf } from '../template.ts';
import type { Statement } from './statement.ts';

/** A condition that a right must have. Its values must all be ours; any other operator, or key, is another condition. */
type Bound = {
  readonly operator: 'StringEquals' | 'ArnEquals';
  readonly key: string;
  readonly isOurs: (value: string) => boolean;
};

const oneOf = (...values: readonly string[]) => {
  const texts = values.map((value) => JSON.stringify(value));
  return (text: string) => texts.includes(text);
};
const imported = (name: string) => (text: string) =>
  text.includes(`{"Fn::ImportValue":"smartscale-${DEFAULT_STAGE}-${name}"}`) && !text.includes('*');
const isOurCluster = (text: string) => oneOf(DEFAULT_STAGE)(text) || text === '{"Ref":"ClusterId"}';
const isOurTemplate = imported('WorkerLaunchTemplateId');

const tags = (kind: 'ResourceTag' | 'RequestTag'): readonly Bound[] => [
  { operator: 'StringEquals', key: `aws:${kind}/${CLUSTER_TAG}`, isOurs: isOurCluster },
  { operator: 'StringEquals', key: `aws:${kind}/${ROLE_TAG}`, isOurs: oneOf(WORKER_ROLE) },
];
const fromTemplate: readonly Bound[] = [{ operator: 'ArnEquals', key: 'ec2:LaunchTemplate', isOurs: isOurTemplate }];
const tagged = tags('RequestTag');
const whenMade: readonly Bound[] = [
  { operator: 'StringEquals', key: 'ec2:CreateAction', isOurs: oneOf('CreateFleet', 'RunInstances') },
  ...tagged,
];
const PARTS = ['image', 'network-interface', 'security-group', 'subnet', 'volume'];
const parts = (bounds: readonly Bound[]) => Object.fromEntries(PARTS.map((kind) => [kind, bounds]));

/**
 * What binds a right in EC2, by the kind of resource that it is on. What is not listed may not be granted. Of its parts a fleet knows no key
 * that tells the launch template or our tag; alone they make nothing.
 */
const EC2: Readonly<Record<string, Readonly<Record<string, readonly Bound[]>>>> = {
  'ec2:TerminateInstances': { instance: tags('ResourceTag') },
  'ec2:CreateFleet': { fleet: tagged, instance: tagged, 'launch-template': [], ...parts([]) },
  'ec2:RunInstances': { instance: tagged, 'launch-template': [], ...parts(fromTemplate) },
  'ec2:CreateTags': { fleet: whenMade, instance: whenMade, volume: whenMade },
};

/** How a right to make, tag or end machines, or to use a role, reaches beyond the cluster's own workers. Other rights are not looked at. */
export function boundFindings(action: string, statement: Statement): readonly string[] {
  const resources = listOf(statement.Resource).map((resource) => JSON.stringify(resource));
  if (action.startsWith('ec2:')) return resources.flatMap((resource) => ec2Findings(action, resource, statement));
  if (action.startsWith('iam:')) return resources.flatMap((resource) => iamRoleFindings(action, resource, statement));
  return [];
}

function ec2Findings(action: string, resource: string, statement: Statement): readonly string[] {
  const kind = /:([a-z-]+)\//.exec(resource)?.[1] ?? 'no resource of EC2';
  const bounds = EC2[action]?.[kind];
  if (bounds === undefined) return [`${action} on ${kind}: bound-rights.ts does not say what binds it`];
  if (kind === 'launch-template' && !isOurTemplate(resource)) return [`${action} must name our launch template`];
  return missing(`${action} on ${kind}`, bounds, statement);
}

function iamRoleFindings(action: string, resource: string, statement: Statement): readonly string[] {
  const bound = (key: string, service: string) =>
    missing(action, [{ operator: 'StringEquals', key, isOurs: oneOf(service) }], statement);
  if (action === 'iam:PassRole') {
    const isWorkers = imported('WorkerRoleArn')(resource);
    return [
      ...(isWorkers ? [] : ['iam:PassRole must name one role, that of the workers']),
      ...bound('iam:PassedToService', 'ec2.amazonaws.com'),
    ];
  }
  if (action === 'iam:CreateServiceLinkedRole') {
    const service = /:role\/aws-service-role\/([a-z0-9.-]+)\/\w+"/.exec(resource)?.[1];
    return service === undefined ? [`${action} must name one role of one service`] : bound('iam:AWSServiceName', service);
  }
  return [`${action}: bound-rights.ts does not say what binds it`];
}

function missing(what: string, bounds: readonly Bound[], { Condition }: Statement): readonly string[] {
  return bounds
    .filter(({ operator, key, isOurs }) => {
      const values = listOf(Condition?.[operator]?.[key]).map((value) => JSON.stringify(value));
      return values.length === 0 || !values.every(isOurs);
    })
    .map(({ operator, key }) => `${what} without the condition ${operator} ${key} on what is ours`);
}
