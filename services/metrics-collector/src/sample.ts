import type { ApplicationSignalPolicy, EventData } from '@smartscale/events';
import {
  type Answer,
  type Failure,
  isFailure,
  type LoadAnswers,
  readCpu,
  readMemory,
  readNumber,
  readPods,
  readRequests,
  readWorkers,
  rounded,
} from './load.ts';

export type Sample = EventData<'MetricsSampled'>;

export type Answers = {
  readonly load: LoadAnswers;
  /** In the order of the policy's application signals. */
  readonly application: readonly Answer[];
};

export type Occasion = {
  /** The tick that the sample belongs to, as events write time, and in epoch milliseconds. */
  readonly tickAt: string;
  readonly tickEpochMilliseconds: number;
  /** The moment at which Prometheus evaluated. A schedule may fire up to one interval after its tick. */
  readonly askedAtEpochSeconds: number;
  readonly intervalSeconds: number;
  readonly applicationSignals: readonly Pick<ApplicationSignalPolicy, 'name'>[];
};

export type Reading = { readonly kind: 'sampled'; readonly sample: Sample } | ({ readonly kind: 'missed' } & Failure);

/**
 * Judges what Prometheus answered. What could not be read is null and named in `missing`.
 *
 * It is a miss when the workers are unknown, or when some are Ready and neither their CPU nor their memory could be read. A
 * cluster in which no worker is Ready has no CPU to read: that is a sample, or an empty cluster would never get its first worker.
 */
export function sampleFrom(answers: Answers, occasion: Occasion): Reading {
  const { load } = answers;
  const workers = readWorkers(load);
  if (workers === null) return missed([load.workers], NODES_UNKNOWN);
  const cpu = readCpu(load);
  const memory = readMemory(load);
  if (cpu === null && memory === null && workers.ready > 0) {
    return missed([load.cpu, load.memory], nothingMeasured(workers.ready));
  }
  const { ageSeconds, ...counts } = workers;
  const parts = { cpu, memory, pods: readPods(load), requests: readRequests(load) };
  const application = readApplication(answers, occasion);
  const sample = {
    sampledAt: occasion.tickAt,
    intervalSeconds: occasion.intervalSeconds,
    ageSeconds: ageAtTick(ageSeconds, occasion),
    missing: missingFrom({ ...parts, application }),
    workers: counts,
    ...parts,
    application,
  };
  return { kind: 'sampled', sample };
}

const NODES_UNKNOWN =
  'Prometheus has no kube_node_status_condition: kube-state-metrics is not scraped, or not with honor_labels. Check its target.';

function nothingMeasured(ready: number): string {
  return (
    `${ready} workers are Ready, but no node-exporter series has the label "node" with the name of one of them. ` +
    'Check the node-exporter target and its relabelling (README of the metrics-collector).'
  );
}

function missed(answers: readonly Answer[], whenEmpty: string): Reading {
  const failure = answers.find(isFailure);
  const { reason, message } = failure ?? { reason: 'empty' as const, message: whenEmpty };
  return { kind: 'missed', reason, message };
}

function readApplication(answers: Answers, { applicationSignals }: Occasion): Sample['application'] {
  return applicationSignals.map(({ name }, index) => ({ name, value: readNumber(answers.application[index]) }));
}

function missingFrom(parts: Pick<Sample, 'cpu' | 'memory' | 'pods' | 'requests' | 'application'>): Sample['missing'] {
  const missing: Sample['missing'] = [];
  if (parts.cpu === null) missing.push('cpu');
  if (parts.memory === null) missing.push('memory');
  if (parts.pods === null) missing.push('pods');
  if (parts.requests === null) missing.push('requests');
  if (parts.application.some(({ value }) => value === null)) missing.push('application');
  return missing;
}

/** A series that was scraped after the tick is not older than it. */
function ageAtTick(ageSeconds: number, { askedAtEpochSeconds, tickEpochMilliseconds }: Occasion): number {
  const sinceTick = askedAtEpochSeconds - tickEpochMilliseconds / 1_000;
  return Math.max(0, rounded(ageSeconds - sinceTick, 1));
}
