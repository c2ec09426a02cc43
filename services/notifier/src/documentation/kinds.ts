import { deriveEventId, type EventData, type EventType, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import type { WeeklyReport } from '@smartscale/projections/report';
import { digestOf, stormNotice } from '../digest.ts';
import type { Notice } from '../notice.ts';
import { noticeFor, type ToldEvent } from '../notice-for.ts';
import { weeklyNotice } from '../report-week.ts';

/** One kind of message, by an example. */
export type Kind = { readonly name: string; readonly when: string; readonly notice: Notice };

const AT = Date.parse('2026-11-24T12:32:56.000Z');
const CONSOLE = 'https://console.example';
const CLUSTER = 'production';

/** Every kind of message that people get, each with an example. */
export function kinds(): readonly Kind[] {
  return [
    kind('Scale-up', 'nodes were added', completed({ added: [node('i-0a1', 'ap-south-1b'), node('i-0a2', 'ap-south-1b')] })),
    kind('Scale-down', 'nodes were removed', completed(SCALE_DOWN)),
    kind('Spot notice', 'the moment it comes; what follows from it is in the same thread', spotNotice()),
    kind('Replacement', 'the stand-in of a worker has joined, and the worker is gone', completed(REPLACEMENT)),
    kind(
      'Failure',
      'a launch found no capacity anywhere, a node did not join, could not be drained or was lost',
      launchFailed(),
    ),
    kind('At the maximum', 'more is wanted than the policy allows; once an hour', decided('hold', 'maximum')),
    kind('Metrics missing', 'at the third miss in a row', missed()),
    kind('Ahead of demand', 'a forecast has nodes added before they are needed', decided('up', 'forecast')),
    {
      name: 'Weekly report',
      when: 'on Monday, for the week before',
      notice: weeklyNotice(REPORT, { causeId: idOf('week'), consoleUrl: CONSOLE }),
    },
    {
      name: 'Storm',
      when: 'the fourth Spot notice or lost node within ten minutes speaks for those that follow',
      notice: storm(),
    },
    { name: 'Late', when: 'Slack did not take more than three messages when they happened', notice: late() },
  ];
}

function kind(name: string, when: string, about: ToldEvent): Kind {
  const notice = noticeFor(about, { consoleUrl: CONSOLE });
  if (!notice) throw new Error(`${name} is not told`);
  return { name, when, notice };
}

function event<Type extends EventType>(type: Type, data: EventData<Type>): ToldEvent {
  const id = idOf(type);
  const at = toTimestamp(AT);
  const envelope = { id, correlationId: id, causationId: id, occurredAt: at, recordedAt: at, schemaVersion: 1, position: 1 };
  return {
    ...envelope,
    clusterId: CLUSTER,
    stream: streamName('fleet', CLUSTER),
    type,
    data,
  } as unknown as RecordedEvent as ToldEvent;
}

function idOf(name: string): string {
  return deriveEventId(AT, 'documentation', name);
}

type Completed = EventData<'ScaleCompleted'>;

function node(instanceId: string, zone: string, capacityType: 'spot' | 'on-demand' = 'spot'): Completed['added'][number] {
  return { instanceId, zone, capacityType };
}

function completed(change: Partial<Completed>): ToldEvent {
  const usual = {
    cause: 'scale-up',
    reason: 'CPU 78 % above 70 % for 2 samples: 3 -> 5 workers',
    failed: 0,
    workersAfter: 5,
  } as const;
  return event('ScaleCompleted', { ...usual, operationId: idOf('decision'), added: [], removed: [], seconds: 61, ...change });
}

const SCALE_DOWN: Partial<Completed> = {
  ...{ cause: 'scale-down', reason: 'CPU 25 %, memory 40 %, nothing pending for 600 s: 4 -> 3 workers', workersAfter: 3 },
  removed: [node('i-0a1', 'ap-south-1a')],
};

const REPLACEMENT: Partial<Completed> = {
  ...{ cause: 'replacement', reason: 'EC2 takes Spot worker i-123abc back', seconds: 94 },
  ...{ added: [node('i-0b7', 'ap-south-1a', 'on-demand')], removed: [node('i-123abc', 'ap-south-1a')] },
};

function spotNotice(): ToldEvent {
  const times = { noticedAt: toTimestamp(AT), deadline: toTimestamp(AT + 120_000) };
  const place = { nodeName: 'worker-i-123abc', zone: 'ap-south-1a', instanceType: 't3.medium' };
  return event('SpotWarning', {
    kind: 'interruption',
    instanceId: 'i-123abc',
    ...place,
    ...times,
    action: 'terminate',
    source: 'aws.ec2',
  });
}

function launchFailed(): ToldEvent {
  const message = 'We currently do not have sufficient t3.medium capacity in the Availability Zone you requested.';
  const failure = { code: 'InsufficientInstanceCapacity', message, attempts: 4 };
  return event('LaunchFailed', { launchId: 'l-1', zone: 'ap-south-1a', capacityType: 'spot', ...failure });
}

function missed(): ToldEvent {
  const miss = { reason: 'unreachable', message: 'connect ECONNREFUSED 10.40.1.7:9090', attempts: 3, consecutive: 3 } as const;
  return event('MetricsMissed', { sampledAt: toTimestamp(AT), intervalSeconds: 120, ...miss });
}

function decided(action: 'hold' | 'up', decidedBy: string): ToldEvent {
  const isHold = action === 'hold';
  const reason = isHold
    ? 'CPU 96 % above 70 % for 2 samples, but 10 workers are the maximum: 10 workers stay'
    : '5 workers foreseen for 2026-11-24T12:45:00.000Z: 3 -> 5 workers';
  const [from, to] = isHold ? [10, 10] : [3, 5];
  return event('ScaleDecided', { action, decidedBy, from, to, reason, signals: [] } as unknown as EventData<'ScaleDecided'>);
}

function storm(): Notice {
  const lines = [4, 5, 6].map((number) => ({
    at: toTimestamp(AT + number * 20_000),
    text: `Spot i-${number} will terminate in 2 minutes (at 12:3${number}:56 UTC)`,
  }));
  const since = lines[0]?.at ?? '';
  return stormNotice({ causeType: 'SpotWarning', headId: idOf('storm'), since, message: null, lines, count: 3 }, CLUSTER);
}

function late(): Notice {
  const waiting = (text: string, minute: number) => ({
    ...{ causeId: idOf(text), causeType: 'ScaleCompleted', text, correlationId: '', cause: null, attempts: 1 },
    ...{ plannedAt: toTimestamp(AT + minute * 60_000), notBefore: '', isFolded: false, hasFailed: true },
  });
  const [first, ...others] = [
    waiting('Added 2 Spot nodes in ap-south-1b (CPU: 78%) -> Total: 5 nodes', 0),
    waiting('No metrics for 6 minutes: Prometheus cannot be reached', 14),
    waiting('Node i-0a1 was lost', 31),
    waiting('Added 1 On-Demand node in ap-south-1a (minimum) -> Total: 5 nodes', 33),
  ];
  if (!first) throw new Error('there is nothing late');
  return digestOf([first, ...others], CLUSTER);
}

const AMOUNTS = { hours: 620, unknownHours: 0, instanceUsd: 11.2, diskUsd: 1.57, addressUsd: 3.1, usd: 15.87 };

const REPORT: WeeklyReport = {
  ...{ cluster: CLUSTER, week: '2026-W47', from: '2026-11-16T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z' },
  books: {
    ...{ from: '2026-11-16T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z', hours: 168, lines: [], usd: 22.03, unknown: [] },
    workers: { ...AMOUNTS, spotHoursPercent: 34 },
    fixed: { serverInstance: 4.13, serverDisk: 0.43, serverAddress: 0.84, serverZone: 0.12, controlPlane: 0.64 },
    onDemand: { usd: 27.9, savedPercent: 21, unpriced: [] },
    staticFleet: { workers: 7, instanceType: 't3a.medium', usd: 43.3, savedPercent: 49.1 },
  },
  spot: { percentAboveBase: 66, targetPercent: 70 },
  decided: {
    ...{ decisions: 5_040, ups: 23, downs: 27, hours: 168, workerHours: 620, fewest: 2, most: 10, aboveBaseHours: 284 },
    ...{ idleHours: 31, idleAtMinHours: 12, cooldownUpHours: 0.4, missedWorkerHours: 0.6, meanWorkers: 3.7 },
  },
  machines: {
    ...{ launches: 43, terminations: 41, failedLaunches: 0, fallbacks: 1 },
    types: { 't3a.medium': { launches: 43, spotLaunches: 27, interruptions: 5, unavailable: 5, joinTimeouts: 0, losses: 0 } },
  },
  forecast: {
    ...{ mode: 'active', forecaster: 'seasonal-level', because: 'the best of the last week' },
    accuracies: [
      {
        ...{ forecaster: 'seasonal-level', pinballLoss: 0.048, coveredPercent: 81, scores: 2_688 },
        ...{ overProvisionedWorkerHours: 60.8, underProvisionedWorkerHours: 0.7 },
      },
    ],
  },
  recommendations: [
    {
      name: 'raise-max',
      because: 'The maximum of 10 workers was reached for 6.4 h while more was wanted',
      change: 'workers.max: 12',
      evidence: ['up to 14 workers were wanted', '12 would have been enough for 95 % of that time'],
    },
  ],
  unknown: [],
};
