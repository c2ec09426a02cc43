import type { EventTypeOf, Policy, RecordedEvent } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import type { DecisionRow } from '../history/decision-columns.ts';

export type Problem = {
  readonly severity: 'wrong' | 'watch';
  readonly title: string;
  /** What it means or what is done about it. */
  readonly detail: string;
  readonly since: string | null;
  readonly nodeId: string | null;
};

export type Situation = {
  /** Epoch milliseconds. */
  readonly moment: number;
  readonly policy: Policy;
  readonly fleet: FleetState;
  readonly sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'> | undefined;
  readonly decision: DecisionRow | undefined;
  readonly interruptions: readonly RecordedEvent<EventTypeOf<'spot'>>[];
  readonly notice: RecordedEvent<EventTypeOf<'notices'>> | undefined;
};

/** Two ticks may be missed before the silence is worth a word. */
const SILENT_INTERVALS = 2.5;
const DEFAULT_INTERVAL_SECONDS = 120;
const SLOW_OPERATION_MILLISECONDS = 900_000;
const RECENT_MILLISECONDS = 600_000;

/** What is wrong at a moment, the worst first; nothing when all is well. */
export function problemsAt(situation: Situation): readonly Problem[] {
  const found = [
    ...metricsProblems(situation),
    ...decisionProblems(situation),
    ...workerProblems(situation),
    ...offeringProblems(situation),
    ...operationProblems(situation),
    ...noticeProblems(situation),
  ];
  return found.toSorted((one, other) => Number(one.severity === 'watch') - Number(other.severity === 'watch'));
}

function metricsProblems({ moment, sample, decision }: Situation): Problem[] {
  if (!sample) return [watch('No sample of load yet', 'Decisions begin with the first one: see smartscale doctor.')];
  const interval = sample.data.intervalSeconds || DEFAULT_INTERVAL_SECONDS;
  const silentSeconds = (moment - Date.parse(sample.recordedAt)) / 1_000;
  if (silentSeconds > SILENT_INTERVALS * interval) {
    const detail = `The last one came ${minutes(silentSeconds)} ago; one is due every ${minutes(interval)}. Nothing is decided meanwhile.`;
    return [wrong('No samples arrive', detail, sample.recordedAt)];
  }
  if (sample.type === 'MetricsMissed') {
    const { message, consecutive } = sample.data;
    return [
      wrong(
        'Prometheus gives no usable answer',
        `${consecutive} in a row: ${message}. Nothing is scaled down meanwhile.`,
        sample.recordedAt,
      ),
    ];
  }
  const { missing, pods } = sample.data;
  const decidedSeconds = decision ? (moment - decision.at) / 1_000 : Number.POSITIVE_INFINITY;
  return [
    ...(missing.length > 0
      ? [watch('Samples are incomplete', `Without ${missing.join(', ')}: those signals abstain.`, sample.recordedAt)]
      : []),
    ...(pods && pods.unschedulable > 0
      ? [
          watch(
            `${count(pods.unschedulable, 'pod')} without room`,
            `The oldest has waited ${minutes(pods.unschedulableForSeconds)}.`,
            sample.recordedAt,
          ),
        ]
      : []),
    ...(decidedSeconds > SILENT_INTERVALS * interval
      ? [
          wrong(
            'Samples arrive, but nothing is decided',
            'The decision engine is silent: see smartscale doctor.',
            decision ? iso(decision.at) : null,
          ),
        ]
      : []),
  ];
}

function decisionProblems({ decision, fleet, policy, moment }: Situation): Problem[] {
  const refused = fleet.lastRefusal;
  const isRefused =
    refused !== null && decision?.position === refused.decisionPosition && refused.code !== 'operation-in-flight';
  const isAtMax = decision?.decidedBy === 'maximum';
  return [
    ...(isAtMax && decision
      ? [wrong(`At the maximum of ${policy.workers.max} workers, and more is wanted`, decision.reason, iso(decision.at))]
      : []),
    ...(isRefused && moment - Date.parse(refused.at) < RECENT_MILLISECONDS
      ? [watch('The last decision was not carried out', `It was refused: ${refused.code}.`, refused.at)]
      : []),
  ];
}

function workerProblems({ fleet, moment, interruptions, policy }: Situation): Problem[] {
  const workers = Object.values(fleet.workers);
  const taken = interruptions.filter((event) => event.type === 'SpotWarning' && event.data.kind === 'interruption');
  const standing = workers.filter(({ status }) => status === 'joined').length;
  return [
    ...(workers.length > 0 && standing < policy.workers.min
      ? [watch(`Fewer workers than the minimum of ${policy.workers.min} are Ready`, `${standing} carry pods now.`)]
      : []),
    ...taken.map((event) => {
      const { instanceId, deadline, zone } = event.data as RecordedEvent<'SpotWarning'>['data'];
      return wrong(
        'EC2 takes a Spot worker back',
        `${instanceId} in ${zone}${deadline ? ` by ${clock(deadline)} UTC` : ''}; it is drained and replaced.`,
        event.recordedAt,
        instanceId,
      );
    }),
    ...workers.flatMap((worker) => {
      const { instanceId, zone } = worker;
      if (worker.status === 'launched' && Date.parse(worker.joinBy) < moment) {
        return [
          wrong(
            'A worker is late to join',
            `${instanceId} in ${zone} should have been Ready by ${clock(worker.joinBy)} UTC.`,
            worker.launchedAt,
            instanceId,
          ),
        ];
      }
      if (worker.status === 'draining' && Date.parse(worker.deadline) < moment) {
        return [
          wrong(
            'A drain is over its time',
            `${instanceId} in ${zone} was to be empty by ${clock(worker.deadline)} UTC.`,
            worker.startedAt,
            instanceId,
          ),
        ];
      }
      if (worker.status === 'joined' && worker.atRisk) {
        return [watch('EC2 may take a Spot worker', `${instanceId} in ${zone} gets no new pods.`, null, instanceId)];
      }
      return [];
    }),
  ];
}

function offeringProblems({ fleet, moment }: Situation): Problem[] {
  const shifted = fleet.zoneShifts.filter(({ until }) => Date.parse(until) > moment);
  const unavailable = fleet.unavailable.filter(({ until }) => Date.parse(until) > moment);
  const places = [...new Set(unavailable.map(({ capacityType, zone }) => `${capacityType} in ${zone}`))];
  return [
    ...shifted.map(({ zone, reason, until, at }) =>
      wrong(`${zone} gets no new workers`, `${reason}. Until ${clock(until)} UTC.`, at),
    ),
    ...(places.length > 0
      ? [
          watch(
            'EC2 has no capacity for some offerings',
            `${places.join(', ')}: others are tried meanwhile.`,
            unavailable.at(-1)?.at ?? null,
          ),
        ]
      : []),
  ];
}

function operationProblems({ fleet, moment }: Situation): Problem[] {
  return fleet.operations
    .filter(({ plannedAt }) => moment - Date.parse(plannedAt) > SLOW_OPERATION_MILLISECONDS)
    .map(({ cause, reason, plannedAt }) =>
      watch(`A ${cause} goes on for long`, `${reason}. Nothing else is decided meanwhile.`, plannedAt),
    );
}

function noticeProblems({ notice }: Situation): Problem[] {
  if (notice?.type !== 'NoticeFailed') return [];
  const { channel, reason, retryAt } = notice.data;
  return [
    watch(`${channel} was not told`, `${reason}${retryAt === null ? '; given up' : '; it is tried again'}.`, notice.recordedAt),
  ];
}

function wrong(title: string, detail: string, since: string | null = null, nodeId: string | null = null): Problem {
  return { severity: 'wrong', title, detail, since, nodeId };
}

function watch(title: string, detail: string, since: string | null = null, nodeId: string | null = null): Problem {
  return { severity: 'watch', title, detail, since, nodeId };
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

function clock(timestamp: string): string {
  return timestamp.slice(11, 16);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function minutes(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
