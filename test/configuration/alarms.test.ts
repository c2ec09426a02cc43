import { join } from 'node:path';
import { powertoolsTelemetry } from '@smartscale/lambda';
import { describe, expect, it, vi } from 'vitest';
import { sourcesFrom } from './called-commands.ts';
import { type AlarmRule, type MetricSeries, phasesOf, wouldSound } from './checks/alarm-evaluation.ts';
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

const MINUTE_SECONDS = 60;
const TICK_SECONDS = 2 * MINUTE_SECONDS;
/** EventBridge Scheduler calls within the minute: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html */
const LATEST_SECONDS = MINUTE_SECONDS - 1;

/** A count of one at some ticks of a half hour, each in time or as late as can be: every combination. */
function atTicks(ticks: readonly number[], untilSeconds = 30 * MINUTE_SECONDS): readonly MetricSeries[] {
  return Array.from({ length: 2 ** ticks.length }, (_, late) => ({
    untilSeconds,
    values: ticks.map((tick, index) => ({
      atSeconds: tick * TICK_SECONDS + ((late >> index) & 1) * LATEST_SECONDS,
      value: 1,
    })),
  }));
}

/** A value at each minute, or at some. */
const atMinutes = (minutes: readonly number[], value = 1): readonly MetricSeries[] => [
  { untilSeconds: 30 * MINUTE_SECONDS, values: minutes.map((minute) => ({ atSeconds: minute * MINUTE_SECONDS, value })) },
];
const first = (count: number) => Array.from({ length: count }, (_, index) => index);

const rules = new Map(
  stacks.flatMap(({ template }) =>
    resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [id, Properties as unknown as AlarmRule]),
  ),
);
const ruleOf = (alarm: string) => {
  const rule = rules.get(alarm);
  if (rule === undefined) throw new Error(`there is no ${alarm}`);
  return rule;
};

/** In how many of all cases an alarm sounds, a case being a series at a shift of the period against it. */
function soundingCases(rule: AlarmRule, cases: readonly MetricSeries[]) {
  const answers = cases.flatMap((series) => phasesOf(rule).map((phase) => wouldSound(rule, series, phase)));
  return { all: answers.length, sounding: answers.filter(Boolean).length };
}

const ONE_EVENT: readonly MetricSeries[] = atMinutes([0]);
/** At once, and after Lambda's pauses of one minute and two. */
const THREE_ATTEMPTS = atMinutes([0, 1, 3]);

/** What each alarm is for. None may be left out. */
const SOUNDS: Readonly<Record<string, readonly (readonly [when: string, cases: readonly MetricSeries[]])[]>> = {
  DeadLetterAlarm: [['one message waits', atMinutes(first(5))]],
  DecisionFailuresAlarm: [['one decision fails', ONE_EVENT]],
  FailureAlarm: [['one message waits', atMinutes(first(5))]],
  HeldAtMaximumAlarm: [['more is wanted than the maximum at each evaluation of ten minutes', atTicks(first(5))]],
  JoinFailuresAlarm: [['one worker does not join', ONE_EVENT]],
  LaunchFailuresAlarm: [['one worker cannot be launched', ONE_EVENT]],
  MetricsMissedAlarm: [
    ['metrics are missed three times in a row', atTicks(first(3))],
    ['they are missed for ever', atTicks(first(10))],
  ],
  NoticeMalformedAlarm: [['one notice cannot be read', ONE_EVENT]],
  NoticesAlarm: [['one notice is not delivered', ONE_EVENT]],
  PoisonRecordsAlarm: [['one record cannot be published', ONE_EVENT]],
  ProjectionFailuresAlarm: [
    ['one event fails at each attempt', THREE_ATTEMPTS],
    ['three ticks fail', atTicks(first(3))],
  ],
  PublishFailuresAlarm: [['events are refused in each of ten minutes', atMinutes(first(10))]],
  ReconcileAlarm: [['nothing can be asked at each tick of ten minutes', atTicks(first(5))]],
  RelayLagAlarm: [['a record is 61 seconds old', atMinutes([0], 61_000)]],
  StepsAlarm: [['a step fails at each tick of ten minutes', atTicks(first(5))]],
  TicksMissingAlarm: [
    ['samples end, and eleven minutes have passed', atTicks(first(9), (16 + 1 + 11) * MINUTE_SECONDS)],
    ['there is never a sample', atMinutes([])],
  ],
};

/** What passes by itself, or is as it should be. */
const SILENT: readonly (readonly [alarm: string, when: string, cases: readonly MetricSeries[]])[] = [
  ['MetricsMissedAlarm', 'metrics are missed twice', atTicks(first(2))],
  ['MetricsMissedAlarm', 'every other sample is missed', atTicks(first(8).map((tick) => tick * 2))],
  ['HeldAtMaximumAlarm', 'more is wanted at four evaluations', atTicks(first(4))],
  ['ReconcileAlarm', 'four ticks fail', atTicks(first(4))],
  ['StepsAlarm', 'four ticks fail', atTicks(first(4))],
  ['StepsAlarm', 'five steps fail at one tick', [{ untilSeconds: 1800, values: Array(5).fill({ atSeconds: 0, value: 1 }) }]],
  ['TicksMissingAlarm', 'every tick samples', atTicks(first(9), 18 * MINUTE_SECONDS)],
  ['TicksMissingAlarm', 'three samples are missing', atTicks([0, 1, 5, 6, 7], 16 * MINUTE_SECONDS)],
  ['PublishFailuresAlarm', 'events are refused once', ONE_EVENT],
  ['ProjectionFailuresAlarm', 'an event fails twice', atMinutes([0, 1])],
  ['RelayLagAlarm', 'a record is a minute old', atMinutes([0], 60_000)],
  ['DeadLetterAlarm', 'no message waits', atMinutes(first(10), 0)],
];

describe('an alarm, however its periods fall,', () => {
  it('is told of here', () => {
    expect([...rules.keys()].sort()).toEqual(Object.keys(SOUNDS).sort());
  });

  it.each(Object.entries(SOUNDS).flatMap(([alarm, whens]) => whens.map(([when, cases]) => [alarm, when, cases] as const)))(
    'sounds: %s when %s',
    (alarm, _, cases) => {
      const { all, sounding } = soundingCases(ruleOf(alarm), cases);
      expect(all).toBeGreaterThan(0);
      expect(sounding).toBe(all);
    },
  );

  it.each(SILENT)('is silent: %s when %s', (alarm, _, cases) => {
    expect(soundingCases(ruleOf(alarm), cases).sounding).toBe(0);
  });

  it('would not always sound with one period as long as all ticks together', () => {
    const { all, sounding } = soundingCases(
      { ...ruleOf('MetricsMissedAlarm'), Period: 360, EvaluationPeriods: 1, DatapointsToAlarm: 1, Threshold: 3 },
      atTicks(first(3)),
    );
    expect(sounding).toBeGreaterThan(0);
    expect(sounding).toBeLessThan(all);
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
    expect([...countedMetrics('notifier', ['telemetry.count(recorded.type);'])].sort()).toEqual([
      'NoticeFailed',
      'NoticePlanned',
      'NoticeSent',
    ]);
    expect([...countedMetrics('notifier', ["count('Retries');", 'account(type)'])]).toEqual(['Retries']);
  });
});
