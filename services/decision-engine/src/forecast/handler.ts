import {
  deriveEventId,
  type EventStore,
  handleCommand,
  type Loaded,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { type Clock, type LambdaHandler, scheduleHandler, type Telemetry, type Tick } from '@smartscale/lambda';
import { type DemandProfile, STEP_SECONDS } from '@smartscale/projections/demand';
import { makeForecast } from './decide.ts';
import { forecastsFold } from './evolve.ts';
import { openProfile } from './open-profile.ts';

type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
};

/** `forecast` foresees the coming hour at each quarter of an hour, and scores what it foresaw before. */
export function forecastHandler(dependencies: Dependencies): LambdaHandler {
  const readProfile = openProfile(dependencies.store, dependencies.clusterId);
  return scheduleHandler({
    service: 'decision-engine',
    telemetry: dependencies.telemetry,
    intervalSeconds: STEP_SECONDS,
    handle: (tick, invocation) => forecast({ ...dependencies, telemetry: invocation.telemetry }, tick, readProfile),
  });
}

async function forecast(
  { store, clusterId, clock, telemetry }: Dependencies,
  { tickAt, tickEpochMilliseconds }: Tick,
  readProfile: () => Promise<Loaded<DemandProfile>>,
): Promise<void> {
  const stream = streamName('scaling', clusterId);
  // Derived from the quarter of an hour, so that a repeat writes the same event.
  const cause = deriveEventId(tickEpochMilliseconds, 'forecast', stream);
  const adopted = await readCurrentPolicy(store, clusterId);
  if (adopted === null) return;
  const { events } = await handleCommand({
    store,
    stream,
    decider: { decide: makeForecast, evolve: forecastsFold.evolve, initialState: forecastsFold.initialState },
    fold: forecastsFold,
    command: async () => {
      const { state: profile, version: checkpoint } = await readProfile();
      return { type: 'MakeForecast' as const, at: tickAt, checkpoint, profile, policy: adopted.policy.forecast };
    },
    metadata: { occurredAt: toTimestamp(clock.now()), causationId: cause, correlationId: cause },
  });
  const made = events.find((event): event is RecordedEvent<'ForecastMade'> => event.type === 'ForecastMade');
  if (made) telemetry.info(`${made.data.choice.forecaster}: ${made.data.choice.because}`, { mode: made.data.choice.mode });
}
