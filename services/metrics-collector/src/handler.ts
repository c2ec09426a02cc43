import { type AdoptedPolicy, type EventStore, type RecordedEvent, readCurrentPolicy } from '@smartscale/events';
import { type Clock, type LambdaHandler, scheduleHandler, type Telemetry, type Tick } from '@smartscale/lambda';
import { askAll } from './ask.ts';
import { type Answer, type Failure, isFailure, type LoadAnswers } from './load.ts';
import type { PrometheusPort } from './ports.ts';
import { QUERIES, QUERY_NAMES } from './queries.ts';
import { openTick, type ReadTick } from './record-tick.ts';
import { type Answers, sampleFrom } from './sample.ts';

export type { InstantValue, InstantVector, PrometheusPort } from './ports.ts';
export { PrometheusError } from './ports.ts';

export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly prometheus: PrometheusPort;
  /** The interval of the schedule that calls `sample`. */
  readonly intervalSeconds: number;
};

export function createHandlers(dependencies: Dependencies): { readonly sample: LambdaHandler } {
  const { telemetry, intervalSeconds } = dependencies;
  return {
    sample: scheduleHandler({
      service: 'metrics-collector',
      telemetry,
      intervalSeconds,
      handle: (tick, invocation) => sample(dependencies, tick, invocation.telemetry),
    }),
  };
}

async function sample(dependencies: Dependencies, tick: Tick, telemetry: Telemetry): Promise<void> {
  const { store, clusterId } = dependencies;
  const [opened, adopted] = await Promise.all([openTick(dependencies, tick), readCurrentPolicy(store, clusterId)]);
  if (opened === null) return;
  const read = await readTick(dependencies, tick, adopted);
  const recorded = await opened.record(read);
  if (recorded !== undefined) tell(recorded, read.failures, telemetry);
}

type Read = ReadTick & { readonly failures: readonly Failure[] };

async function readTick(dependencies: Dependencies, tick: Tick, adopted: AdoptedPolicy | null): Promise<Read> {
  const { prometheus, clock, intervalSeconds } = dependencies;
  const applicationSignals = adopted?.policy.signals.application ?? [];
  const askedAtEpochSeconds = clock.now() / 1_000;
  const expressions = [...LOAD_EXPRESSIONS, ...applicationSignals.map(({ query }) => query)];
  const { answers, attempts } = await askAll(prometheus, expressions, { at: askedAtEpochSeconds, clock });
  const reading = sampleFrom(byName(answers), { ...tick, askedAtEpochSeconds, intervalSeconds, applicationSignals });
  return { reading, attempts, failures: answers.filter(isFailure) };
}

const LOAD_EXPRESSIONS = QUERY_NAMES.map((name) => QUERIES[name]);

function byName(answers: readonly Answer[]): Answers {
  const load: Record<string, Answer> = {};
  QUERY_NAMES.forEach((name, index) => {
    load[name] = answers[index] as Answer;
  });
  return { load: load as LoadAnswers, application: answers.slice(QUERY_NAMES.length) };
}

function tell(
  { type, data }: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>,
  failures: readonly Failure[],
  telemetry: Telemetry,
): void {
  telemetry.count(type);
  if (type === 'MetricsMissed') {
    telemetry.warn(`no metrics at this tick: ${data.message}`, data);
    return;
  }
  if (data.missing.length === 0) return;
  telemetry.count('MetricsIncomplete');
  // One down Prometheus fails every query with the same words.
  const messages = [...new Set(failures.map(({ message }) => message))];
  telemetry.warn(`a sample without ${data.missing.join(', ')}`, { sampledAt: data.sampledAt, messages });
}
