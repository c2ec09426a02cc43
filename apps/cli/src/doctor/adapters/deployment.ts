import { DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Alarm } from '../after/alarms.ts';
import type { WaitingMessages } from '../after/dead-letters.ts';
import type { PrometheusAddress } from '../after/prometheus-address.ts';
import type { RelayFacts } from '../after/relay.ts';
import { NotAskedError } from '../why-not-asked.ts';
import type { AwsClients } from './aws-clients.ts';
import { readOutputs } from './stacks.ts';

const LAG_WINDOW_SECONDS = 900;
/** CloudWatch gives no more in one page. */
const ALARMS_IN_PAGE = 100;
const MAX_PAGES = 20;

const QUEUES = [
  ['events that reached no function', 'DeadLetterQueueUrl'],
  ['calls that failed for good', 'FailureQueueUrl'],
] as const;

export async function readDeadLetters(clients: AwsClients, stage: string): Promise<readonly WaitingMessages[]> {
  const outputs = await readOutputs(clients, `smartscale-event-backbone-${stage}`);
  return Promise.all(
    QUEUES.map(async ([what, output]) => {
      const queueUrl = outputs[output];
      if (!queueUrl)
        throw new NotAskedError(`the stack event-backbone has no output ${output}`, 'deploy infra/event-backbone again');
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...AttributeNames] }),
      );
      const waiting = AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
      return { what, queueUrl, waiting };
    }),
  );
}

/** The alarms of a stage's stacks: CloudFormation names them after their stack. */
export async function readAlarms({ cloudWatch }: AwsClients, stackNames: readonly string[]): Promise<readonly Alarm[]> {
  const found: Alarm[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { MetricAlarms = [], NextToken } = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNamePrefix: 'smartscale-',
        MaxRecords: ALARMS_IN_PAGE,
        ...(token && { NextToken: token }),
      }),
    );
    for (const { AlarmName = '', StateValue = '', AlarmDescription = '', AlarmActions = [] } of MetricAlarms) {
      if (!stackNames.some((stack) => AlarmName.startsWith(`${stack}-`))) continue;
      found.push({ name: AlarmName, state: StateValue, description: AlarmDescription, tells: AlarmActions.length });
    }
    token = NextToken;
    if (!token) break;
  }
  return found;
}

export async function readRelay(clients: AwsClients, stage: string, now: number): Promise<RelayFacts> {
  const functionName = `smartscale-outbox-relay-${stage}-relay`;
  const { EventSourceMappings: [mapping] = [] } = await clients.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  const lagSeconds = await readLag(clients, functionName, now);
  return { mappingState: mapping?.State ?? null, lastResult: mapping?.LastProcessingResult ?? null, lagSeconds };
}

async function readLag({ cloudWatch }: AwsClients, functionName: string, now: number): Promise<number | null> {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: 'AWS/Lambda', MetricName: 'IteratorAge', Dimensions: [{ Name: 'FunctionName', Value: functionName }] },
      ...{ StartTime: new Date(now - LAG_WINDOW_SECONDS * 1_000), EndTime: new Date(now), Period: 60, Statistics: ['Maximum'] },
    }),
  );
  const ages = Datapoints.flatMap(({ Maximum }) => Maximum ?? []);
  return ages.length === 0 ? null : Math.max(...ages) / 1_000;
}

export async function readPrometheusAddress(clients: AwsClients, stage: string): Promise<PrometheusAddress> {
  const { Environment } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: `smartscale-metrics-collector-${stage}-sample` }),
  );
  const asked = Environment?.Variables?.['PROMETHEUS_URL'];
  if (!asked) throw new NotAskedError('the collector was not told of a Prometheus', 'deploy services/metrics-collector again');
  const { PrometheusUrl } = await readOutputs(clients, `smartscale-cluster-${stage}`);
  return { asked, ofCluster: PrometheusUrl ?? null };
}

/** By zone, where workers are launched. */
export async function readWorkerSubnets(clients: AwsClients, stage: string): Promise<Readonly<Record<string, string>>> {
  const { WorkerSubnets } = await readOutputs(clients, `smartscale-network-${stage}`);
  if (!WorkerSubnets) throw new NotAskedError('the stack network has no output WorkerSubnets', 'deploy infra/network again');
  return JSON.parse(WorkerSubnets) as Record<string, string>;
}
