import {
  type EventStore,
  handleCommand,
  loadState,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { busHandler, type Clock, type LambdaHandler, type Telemetry } from '@smartscale/lambda';
import { fleetFold } from '@smartscale/projections/fleet';
import { type Evaluate, scalingDecider, scalingFold } from './decider.ts';

export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

type Sample = Evaluate['sample'];

/** `evaluate` takes MetricsSampled and MetricsMissed from the bus and appends one ScaleDecided for each. */
export function createHandlers(dependencies: Dependencies): { readonly evaluate: LambdaHandler } {
  const { telemetry, clusterId } = dependencies;
  return {
    evaluate: busHandler({
      service: 'decision-engine',
      telemetry,
      clusterId,
      on: ['MetricsSampled', 'MetricsMissed'],
      handle: (sample, invocation) => evaluate(dependencies, sample, invocation.telemetry),
    }),
  };
}

async function evaluate({ store, clusterId, clock }: Dependencies, sample: Sample, telemetry: Telemetry): Promise<void> {
  const now = toTimestamp(clock.now());
  const { events } = await handleCommand({
    store,
    stream: streamName('scaling', clusterId),
    decider: scalingDecider,
    fold: scalingFold,
    command: () => readBasis(store, { clusterId, sample, now }),
    metadata: { occurredAt: now, causationId: sample.id, correlationId: sample.correlationId },
  });
  const [decided] = events as readonly RecordedEvent<'ScaleDecided'>[];
  if (decided === undefined) return;
  const { action, from, to, decidedBy, reason } = decided.data;
  if (decidedBy === 'maximum') telemetry.count('HeldAtMaximum');
  telemetry.info(reason, { action, from, to, decidedBy, decisionId: decided.id });
}

/**
 * Reads the fleet and the policy. This runs after the scaling state was read, on each attempt: the decision before this one was
 * taken from reads that were older still, so the positions in `basis` never run backwards from one decision to the next, and a
 * replay passes each stream once.
 */
async function readBasis(
  store: EventStore,
  { clusterId, sample, now }: { clusterId: string; sample: Sample; now: string },
): Promise<Evaluate> {
  const [loaded, adopted] = await Promise.all([
    loadState(store, streamName('fleet', clusterId), fleetFold),
    readCurrentPolicy(store, clusterId),
  ]);
  return { type: 'Evaluate', now, sample, fleet: loaded.state, fleetPosition: loaded.version, adopted, forecast: null };
}
