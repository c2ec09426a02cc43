import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type MiniStack, miniStackPeer, startMiniStack } from '../../../../../test/peers/ministack/index.ts';
import { describeWithPeer } from '../../../../../test/peers/peer.ts';
import { readConcurrency } from './account.ts';
import { type AwsClients, closeAwsClients, openAwsClients } from './aws-clients.ts';
import { readAlarms, readDeadLetters, readWorkerSubnets } from './deployment.ts';
import { readOutputs, readStack } from './stacks.ts';

const queue = { Type: 'AWS::SQS::Queue' };
const BACKBONE = {
  Resources: { DeadLetterQueue: queue, FailureQueue: queue },
  Outputs: { DeadLetterQueueUrl: { Value: { Ref: 'DeadLetterQueue' } }, FailureQueueUrl: { Value: { Ref: 'FailureQueue' } } },
};
/** Its resource needs a rule of a bus that is not there. */
const BROKEN = {
  Resources: {
    Queue: queue,
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { 'Fn::ImportValue': 'nowhere' }, EventSourceArn: 'x' },
    },
  },
};

describeWithPeer(miniStackPeer, 'what is deployed, played by MiniStack', () => {
  let emulator: MiniStack;
  let aws: AwsClients;
  beforeAll(async () => {
    emulator = await startMiniStack({ scheduleSpeed: 1 });
    for (const [name, value] of Object.entries(emulator.environment)) vi.stubEnv(name, value);
    aws = openAwsClients();
  });
  afterAll(async () => {
    closeAwsClients(aws);
    vi.unstubAllEnvs();
    await emulator?.stop();
  });

  async function create(name: string, template: object): Promise<string | null> {
    await aws.cloudFormation.send(new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(template) }));
    const status = async () => (await readStack(aws, name)).status;
    await vi.waitUntil(async () => !(await status())?.endsWith('_IN_PROGRESS'), { timeout: 20_000, interval: 200 });
    return status();
  }

  it('is not there, or complete, or failed for a reason', async () => {
    expect(await readStack(aws, 'smartscale-network-dev')).toEqual({
      name: 'smartscale-network-dev',
      status: null,
      failure: null,
    });
    expect(await create('smartscale-event-backbone-dev', BACKBONE)).toBe('CREATE_COMPLETE');
    expect(await create('smartscale-broken-dev', BROKEN)).toMatch(/^ROLLBACK_|FAILED$/);
    expect(await readStack(aws, 'smartscale-broken-dev')).toMatchObject({
      failure: { resource: expect.any(String), reason: expect.any(String) },
    });
  });

  it('says by name what is missing of it', async () => {
    await expect(readOutputs(aws, 'smartscale-network-dev')).rejects.toThrow('the stack smartscale-network-dev is not there');
    await expect(readWorkerSubnets(aws, 'dev')).rejects.toThrow('smartscale-network-dev is not there');
  });

  it('has what waits in its queues', async () => {
    expect((await readDeadLetters(aws, 'dev')).map(({ waiting }) => waiting)).toEqual([0, 0]);
    const { FailureQueueUrl = '' } = await readOutputs(aws, 'smartscale-event-backbone-dev');
    await aws.sqs.send(new SendMessageCommand({ QueueUrl: FailureQueueUrl, MessageBody: 'x' }));
    expect((await readDeadLetters(aws, 'dev')).map(({ waiting }) => waiting)).toEqual([0, 1]);
  });

  it('has the alarms of its own stacks', async () => {
    for (const name of ['smartscale-notifier-dev-Failures-1', 'smartscale-notifier-prod-Failures-1']) {
      await aws.cloudWatch.send(
        new PutMetricAlarmCommand({
          ...{
            AlarmName: name,
            AlarmDescription: 'It fails.',
            Namespace: 'SmartScale',
            MetricName: 'Failures',
            Statistic: 'Sum',
          },
          ...{ Period: 300, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
        }),
      );
    }
    const alarms = () => readAlarms(aws, ['smartscale-notifier-dev']);
    expect(await alarms()).toMatchObject([{ name: 'smartscale-notifier-dev-Failures-1', description: 'It fails.', tells: 0 }]);
    const state = { AlarmName: 'smartscale-notifier-dev-Failures-1', StateValue: 'ALARM', StateReason: 'test' } as const;
    await aws.cloudWatch.send(new SetAlarmStateCommand(state));
    expect(await alarms()).toMatchObject([{ state: 'ALARM' }]);
  });

  it('has room to run its functions', async () => {
    const { limit, unreserved } = await readConcurrency(aws);
    expect(limit).toBeGreaterThanOrEqual(unreserved);
    expect(unreserved).toBeGreaterThan(0);
  });
});
