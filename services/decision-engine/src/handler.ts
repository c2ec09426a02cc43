import {
  type EventStore,
  handleCommand,
  loadState,
  type RecordedEvent,
  readPolicies,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { busHandler, type Clock, type LambdaHandler, type Telemetry } from '@smartscale/lambda';
import { fleetFold } from '@smartscale/projections/fleet';
import { type Evaluate, type ScalingState, scalingDecider, scalingFold } from './decider.ts';
import { type LoadedDemand, loadDemand } from './demand/load-demand.ts';
import { forecastHandler } from './forecast/handler.ts';

export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

type Sample = Evaluate['sample'];

/**
 * `evaluate` takes MetricsSampled and MetricsMissed from the bus and appends one ScaleDecided for each. `forecast`, by its schedule,
 * scores what was foreseen and foresees the coming hour.
 */
export function createHandlers(dependencies: Dependencies): Readonly<Record<'evaluate' | 'forecast', LambdaHandler>> {
  const { telemetry, clusterId } = dependencies;
  return {
    evaluate: busHandler({
      service: 'decision-engine',
      telemetry,
      clusterId,
      on: ['MetricsSampled', 'MetricsMissed'],
      handle: (sample, invocation) => evaluate(dependencies, sample, invocation.telemetry),
    }),
    forecast: forecastHandler(dependencies),
  };
}

async function evaluate({ store, clusterId, clock }: Dependencies, sample: Sample, telemetry: Telemetry): Promise<void> {
  const now = toTimestamp(clock.now());
  let keepDemand = async () => {};
  const { events } = await handleCommand({
    store,
    stream: streamName('scaling', clusterId),
    decider: scalingDecider,
    fold: scalingFold,
    command: async ({ state }) => {
      const command = await readBasis(store, { clusterId, sample, now, state });
      if (command.demand) keepDemand = command.demand.keep;
      return command;
    },
    metadata: { occurredAt: now, causationId: sample.id, correlationId: sample.correlationId },
  });
  const decided = events.find((event): event is RecordedEvent<'ScaleDecided'> => event.type === 'ScaleDecided');
  if (decided === undefined) return;
  await keepDemand();
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
  { clusterId, sample, now, state }: { clusterId: string; state: ScalingState } & Pick<Evaluate, 'sample' | 'now'>,
): Promise<Evaluate & { readonly demand: LoadedDemand | null }> {
  const [fleet, { adopted, shadow }] = await Promise.all([
    loadState(store, streamName('fleet', clusterId), fleetFold),
    readPolicies(store, clusterId),
  ]);
  const isPriced = [adopted, shadow].some((each) => each?.policy.sizing.by === 'price');
  const isMeasured = sample.type === 'MetricsSampled';
  const demand = isPriced && isMeasured ? await loadDemand(store, { clusterId, sample, last: state.demand }) : null;
  const forecast = state.forecast ?? null;
  const { state: known, version: fleetPosition } = fleet;
  return { type: 'Evaluate', now, sample, fleet: known, fleetPosition, adopted, forecast, demand, shadow };
}
