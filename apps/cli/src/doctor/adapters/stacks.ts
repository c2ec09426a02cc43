import { DescribeStackEventsCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import type { StackFacts } from '../after/stacks.ts';
import { NotAskedError } from '../why-not-asked.ts';
import type { AwsClients } from './aws-clients.ts';

/** How a stack stands, and for one that is not as it should be the first thing that failed in its last deployment. */
export async function readStack(clients: AwsClients, name: string): Promise<StackFacts> {
  const status = (await describeStack(clients, name))?.StackStatus ?? null;
  const isWell = status === null || /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status);
  return { name, status, failure: isWell ? null : await firstFailure(clients, name) };
}

/** The outputs of a stack that is there. */
export async function readOutputs(clients: AwsClients, name: string): Promise<Readonly<Record<string, string>>> {
  const stack = await describeStack(clients, name);
  if (!stack)
    throw new NotAskedError(`the stack ${name} is not there`, 'see the check "stacks"; name another stage with --stage');
  return Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}

async function describeStack({ cloudFormation }: AwsClients, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks.find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  } catch (error) {
    const { name: code, message } = error as Error;
    if (code === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** Events come newest first. What was only cancelled because of another failure is not the cause. */
async function firstFailure({ cloudFormation }: AwsClients, name: string): Promise<StackFacts['failure']> {
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: name }));
  const beginning = StackEvents.findIndex(
    ({ LogicalResourceId, ResourceStatus = '' }) =>
      LogicalResourceId === name && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(ResourceStatus),
  );
  const ofLast = beginning < 0 ? StackEvents : StackEvents.slice(0, beginning);
  const failure = ofLast.findLast(
    ({ ResourceStatus = '', ResourceStatusReason = '' }) =>
      ResourceStatus.endsWith('_FAILED') && !/cancelled/i.test(ResourceStatusReason),
  );
  return failure
    ? { resource: failure.LogicalResourceId ?? '?', reason: failure.ResourceStatusReason ?? 'no reason given' }
    : null;
}
