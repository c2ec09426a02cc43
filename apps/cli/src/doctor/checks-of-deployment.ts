import type { AwsClients } from './adapters/aws-clients.ts';
import type { ComposedStack } from './adapters/composed-stacks.ts';
import { readAlarms, readDeadLetters, readPrometheusAddress, readRelay, readWorkerSubnets } from './adapters/deployment.ts';
import { readFleet } from './adapters/fleet-facts.ts';
import type { FleetStore } from './adapters/fleet-store.ts';
import { readStack } from './adapters/stacks.ts';
import { judgeAlarms } from './after/alarms.ts';
import { judgeDeadLetters } from './after/dead-letters.ts';
import { judgePrometheusAddress } from './after/prometheus-address.ts';
import { judgeRelay } from './after/relay.ts';
import { judgeStacks } from './after/stacks.ts';
import { judgeWorkerSubnets } from './after/worker-subnets.ts';
import type { Check } from './check.ts';

const PHASE = 'after';

type DeploymentOptions = {
  readonly aws: AwsClients;
  readonly stage: string;
  readonly stacks: readonly ComposedStack[];
  readonly fleet: FleetStore;
};

/** What AWS says of the deployed stacks. */
export function checksOfDeployment({ aws, stage, stacks, fleet }: DeploymentOptions): readonly Check[] {
  return [
    {
      ...{ name: 'stacks', phase: PHASE, right: 'cloudformation:DescribeStacks and DescribeStackEvents' },
      judge: async () => judgeStacks(await Promise.all(stacks.map(({ name }) => readStack(aws, name))), stage),
    },
    {
      ...{ name: 'worker subnets', phase: PHASE, right: 'cloudformation:DescribeStacks and dynamodb:Query' },
      judge: async () => judgeWorkerSubnets(await readWorkerSubnets(aws, stage), (await readFleet(fleet)).policy),
    },
    {
      ...{ name: 'Prometheus', phase: PHASE, right: 'lambda:GetFunctionConfiguration and cloudformation:DescribeStacks' },
      judge: async () => judgePrometheusAddress(await readPrometheusAddress(aws, stage)),
    },
    {
      ...{ name: 'relay', phase: PHASE, right: 'lambda:ListEventSourceMappings and cloudwatch:GetMetricStatistics' },
      judge: async () => judgeRelay(await readRelay(aws, stage, Date.now())),
    },
    {
      ...{ name: 'dead letters', phase: PHASE, right: 'sqs:GetQueueAttributes and cloudformation:DescribeStacks' },
      judge: async () => judgeDeadLetters(await readDeadLetters(aws, stage)),
    },
    {
      ...{ name: 'alarms', phase: PHASE, right: 'cloudwatch:DescribeAlarms' },
      async judge() {
        const names = stacks.map(({ name }) => name);
        return judgeAlarms(await readAlarms(aws, names));
      },
    },
  ];
}
