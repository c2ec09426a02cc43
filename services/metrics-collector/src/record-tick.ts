import {
  deriveEventId,
  type EventStore,
  ExpectedVersionError,
  MAX_ATTEMPTS,
  type NewEvent,
  type RecordedEvent,
  type StreamName,
  streamName,
} from '@smartscale/events';
import type { Tick } from '@smartscale/lambda';
import { isPast, type MetricsState, metricsDecider } from './decider.ts';
import type { Reading } from './sample.ts';

type MetricsEvent = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;

export type ReadTick = { readonly reading: Reading; readonly attempts: number };

export type OpenTick = {
  /** Appends what was read. Returns the event, or undefined when another invocation recorded this tick or a later one meanwhile. */
  record(read: ReadTick): Promise<MetricsEvent | undefined>;
};

type Place = { readonly state: MetricsState; readonly version: number };

/**
 * Looks whether a tick is still to be recorded; null when it is not. Reads one item: the state is in the last event, so that there is
 * nothing to fold and no snapshot to keep, however old the stream is.
 */
export async function openTick(
  { store, clusterId, intervalSeconds }: { store: EventStore; clusterId: string; intervalSeconds: number },
  tick: Tick,
): Promise<OpenTick | null> {
  const stream = streamName('metrics', clusterId);
  const opened = await lastPlace(store, stream);
  if (isPast(opened.state, tick.tickAt)) return null;

  return {
    async record(read) {
      let place = opened;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const [decided] = metricsDecider.decide({ tickAt: tick.tickAt, intervalSeconds, ...read }, place.state);
        if (!decided) return undefined;
        const appended = await append(store, toNewEvent(decided, { tick, stream, version: place.version }), {
          stream,
          ...place,
        });
        if (appended) return appended;
        place = await lastPlace(store, stream);
      }
      throw new ExpectedVersionError(stream, place.version);
    },
  };
}

/** Undefined when another writer was faster. */
async function append(
  store: EventStore,
  event: NewEvent,
  { stream, version }: { readonly stream: StreamName; readonly version: number },
): Promise<MetricsEvent | undefined> {
  try {
    const [appended] = await store.append(stream, [event], { expectedVersion: version });
    return appended as MetricsEvent;
  } catch (error) {
    if (error instanceof ExpectedVersionError) return undefined;
    throw error;
  }
}

async function lastPlace(store: EventStore, stream: StreamName): Promise<Place> {
  const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
  const initial = metricsDecider.initialState();
  if (!last) return { state: initial, version: 0 };
  return { state: metricsDecider.evolve(initial, last as MetricsEvent), version: last.position };
}

/** A sample begins a story: it is its own correlation, and its cause is the tick. A repeat at the same position has the same id. */
function toNewEvent(
  decided: ReturnType<typeof metricsDecider.decide>[number],
  { tick, stream, version }: { readonly tick: Tick; readonly stream: StreamName; readonly version: number },
): NewEvent {
  const causationId = deriveEventId(tick.tickEpochMilliseconds, 'tick', stream);
  const id = deriveEventId(tick.tickEpochMilliseconds, causationId, stream, version + 1, decided.type);
  return { ...decided, id, occurredAt: tick.tickAt, causationId, correlationId: id };
}
