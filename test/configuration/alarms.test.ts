import { join } from 'node:path';
import { powertoolsTelemetry } from '@smartscale/lambda';
import { describe, expect, it, vi } from 'vitest';
import { sourcesFrom } from './called-commands.ts';
import { alarmFindings, watchedMetrics } from './checks/alarms.ts';
import { countedMetrics } from './checks/counted-metrics.ts';
import { composedStacks } from './compose.ts';
import { resourcesOf } from './template.ts';

/** What a function emits, as CloudWatch reads it. */
function emittedShape(): { readonly namespace: string; readonly dimensions: readonly string[] } {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const telemetry = powertoolsTelemetry('any', { clusterId: 'any' });
  telemetry.count('Any');
  telemetry.invocationEnded();
  write.mockRestore();
  const { _aws } = JSON.parse(lines[0] ?? '') as {
    _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][] }[] };
  };
  const [{ Namespace: namespace = '', Dimensions: [dimensions = []] = [] } = {}] = _aws.CloudWatchMetrics;
  return { namespace, dimensions };
}

const emitted = emittedShape();
const stacks = composedStacks().map((stack) => {
  const entry = join(stack.directory, 'src/lambda.ts');
  const hasCode = Object.keys(stack.functions).length > 0;
  return { ...stack, emitted, counted: hasCode ? countedMetrics(stack.alias, sourcesFrom(entry)) : new Set<string>() };
});
const named = stacks.map((stack) => [stack.alias, stack] as const);

/** In some stack: what the shell of all functions counts is watched where it matters at once. Elsewhere the failure queue's alarm follows. */
const watched = new Set(stacks.flatMap((stack) => [...watchedMetrics(stack)]));

/** Counted to be looked at, not to wake anybody: the reason for each. Rare, all of them: a metric costs in each hour in which it is sent. */
const WITHOUT_ALARM: Readonly<Record<string, string>> = {
  CordonDone: 'work that was done',
  CordonNodeGone: 'a worker that has not joined: reconcile cordons it when it does',
  CordonPast: 'the risk has passed',
  CordonRepeated: 'a repeat without effect',
  DrainRepeated: 'a repeat without effect',
  LaunchesDeferred: 'LaunchFailed follows when it does not pass',
  MetricsIncomplete: 'the sample says what it lacks, and decisions say what they make of it',
  NewerViewsShown: 'as it should be while a new version is deployed',
  NoticeForeign: 'as it should be: notices come for all instances of the account',
  NoticePast: 'too late for anything: reconcile finds what became of the instance',
  NoticeUnknown: 'without effect',
  PricesUnknown: 'a cost is missing from a view, nothing else',
  ReplaysRefused: 'a second fence: no rule lets replays through',
  UnreadableEvents: 'thrown, see HandlerFailures',
  ViewsBuilt: 'work that was done',
  ViewsOfAnotherStore: 'views are made again',
  ViewWritesLost: 'another invocation was faster',
};

describe('the alarms', () => {
  it.each(named)('of %s can sound', (_, stack) => {
    expect(alarmFindings(stack)).toEqual([]);
  });

  it.each(named)('watch what %s counts, but for what need not wake anybody', (_, { counted }) => {
    expect([...counted].filter((metric) => !watched.has(metric) && !Object.hasOwn(WITHOUT_ALARM, metric))).toEqual([]);
  });

  it('are there for each trouble that must be known', () => {
    const names = stacks.flatMap(({ template }) => resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => id));
    expect(names).toEqual(
      expect.arrayContaining([
        ...['DecisionFailuresAlarm', 'MetricsMissedAlarm', 'JoinFailuresAlarm', 'HeldAtMaximumAlarm'],
        ...['DeadLetterAlarm', 'FailureAlarm', 'RelayLagAlarm', 'TicksMissingAlarm'],
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the check of alarms', () => {
  const dimensions = (service = 'relay') => [
    { Name: 'service', Value: service },
    { Name: 'cluster', Value: 'dev' },
  ];
  const sound = {
    ...{ Namespace: 'SmartScale', MetricName: 'Failures', Dimensions: dimensions() },
    ...{ AlarmActions: [], AlarmDescription: 'Something is wrong.', TreatMissingData: 'notBreaching' },
  };
  const check = (change: object) =>
    alarmFindings({
      ...{ alias: 'relay', emitted, counted: new Set(['Failures']), functions: { relay: {} } },
      template: {
        Outputs: {},
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue' },
          Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...sound, ...change } },
        },
      },
    });
  const ofFunction = (Ref: string) => ({
    ...{ Namespace: 'AWS/Lambda', MetricName: 'IteratorAge', Dimensions: [{ Name: 'FunctionName', Value: { Ref } }] },
  });
  const ofQueue = (attribute: string) => ({
    ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible' },
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': attribute.split('.') } }],
  });

  it('passes what can sound', () => {
    expect(check({})).toEqual([]);
    expect(check(ofFunction('RelayLambdaFunction'))).toEqual([]);
    expect(check(ofQueue('Queue.QueueName'))).toEqual([]);
  });

  it.each([
    ['a metric that nothing counts', { MetricName: 'Failure' }, 'which relay does not count'],
    ['a dimension too few', { Dimensions: dimensions().slice(0, 1) }, 'has the dimensions service;'],
    ['another service', { Dimensions: dimensions('notifier') }, 'watches the service notifier'],
    ['another namespace', { Namespace: 'SmartScala' }, 'nothing of ours'],
    ['nobody who is told', { AlarmActions: undefined }, 'tells nobody'],
    ['no description', { AlarmDescription: '' }, 'does not say what is wrong'],
    ['nothing about missing data', { TreatMissingData: undefined }, 'no data'],
    ['a function of another stack', ofFunction('NotifyLambdaFunction'), 'a function that is none'],
    ['a metric that functions do not have', { ...ofFunction('RelayLambdaFunction'), MetricName: 'Lag' }, 'watches Lag'],
    ['a queue by its address', ofQueue('Queue.Arn'), 'a queue that is none'],
    ['a queue of another stack', ofQueue('Other.QueueName'), 'a queue that is none'],
  ])('sees %s', (_, change, finding) => {
    expect(check(change)).toEqual([expect.stringContaining(finding)]);
  });

  it('knows what is counted by the name of an event', () => {
    expect([...countedMetrics('notifier', ['telemetry.count(recorded.type);'])].sort()).toEqual(['NoticeFailed', 'NoticeSent']);
    expect([...countedMetrics('notifier', ["count('Retries');", 'account(type)'])]).toEqual(['Retries']);
  });
});
