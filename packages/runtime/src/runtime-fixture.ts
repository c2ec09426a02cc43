import { fileURLToPath } from 'node:url';
import {
  type ChangeFeed,
  deriveEventId,
  type EventData,
  type EventStore,
  eventSource,
  type NewEvent,
  toTimestamp,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { type BusEvent, type LambdaHandler, silent } from '@smartscale/lambda';
import { createVirtualClock, type VirtualClock } from './clock/virtual-clock.ts';
import type { ServiceHandlers } from './running-functions.ts';
import { createRuntime, type Runtime, type RuntimeOptions, type RuntimePorts } from './runtime.ts';

export const START = Date.parse('2026-11-24T08:00:00.000Z');
export const MINUTE = 60_000;

/** What one process of the fixture's services saw. */
export type World = {
  readonly runtime: Runtime;
  readonly clock: VirtualClock;
  readonly store: EventStore & ChangeFeed;
  /** Everything that reached a handler: `<function> <what> at <seconds from START>`. */
  readonly seen: string[];
  /** Appends one InterruptionDrained that is known by its number. */
  append(number: number): Promise<void>;
};

export type WorldOptions = Partial<Omit<RuntimeOptions, 'clock' | 'handlers' | 'store'>> & {
  readonly clock?: VirtualClock;
  /** As a process before has left it. */
  readonly store?: EventStore & ChangeFeed;
  /** Replaces handlers of the fixture. */
  readonly hear?: (number: number, ports: RuntimePorts) => Promise<void>;
  readonly relay?: (ports: RuntimePorts) => LambdaHandler;
};

/** The services under fixtures/ in one process on a virtual clock that stands at START. */
export function createWorld({
  clock = createVirtualClock({ startAt: START }),
  hear,
  relay,
  ...options
}: WorldOptions = {}): World {
  const store = options.store ?? createMemoryEventStore({ now: clock.now });
  const seen: string[] = [];
  const note = (what: string): void => void seen.push(`${what} at ${(clock.now() - START) / 1_000}`);
  let appendable: EventStore | undefined;
  const handlers = (ports: RuntimePorts): ServiceHandlers => {
    appendable = ports.store;
    return {
      sampler: { sample: async (event) => note(`sample ${(event as { tickAt: string }).tickAt}`) },
      listener: {
        hear: async (event) => {
          const number = numberOf(event as BusEvent);
          note(`hear ${number}`);
          await hear?.(number, ports);
        },
        notice: async (event) => note(`notice ${(event as BusEvent)['detail-type']}`),
      },
      relay: { relay: (relay ?? relayTo)(ports) },
    };
  };
  const runtime = createRuntime({
    servicesDirectory: fileURLToPath(new URL('../fixtures/services', import.meta.url)),
    clusterId: 'c',
    telemetry: silent,
    ...options,
    clock,
    store,
    handlers,
  });
  return {
    runtime,
    clock,
    store,
    seen,
    async append(number) {
      await (appendable as EventStore).append('spot-c', [eventOf(number, clock.now())], { expectedVersion: number - 1 });
    },
  };
}

function eventOf(number: number, now: number): NewEvent {
  const id = deriveEventId(START, number);
  const data: EventData<'InterruptionDrained'> = {
    warningId: id,
    instanceId: `i-${number}`,
    outcome: 'drained',
    evictedPods: number,
    forcedPods: 0,
    leftPods: [],
    seconds: 1,
    message: 'drained',
  };
  return { type: 'InterruptionDrained', id, occurredAt: toTimestamp(now), correlationId: id, causationId: id, data };
}

function numberOf(event: BusEvent): number {
  return (event.detail as { position: number }).position;
}

type RelayedRecord = {
  readonly dynamodb: {
    readonly NewImage: Readonly<Record<'pk' | 'sk' | 'type' | 'id', { readonly S: string; readonly N: string }>>;
  };
};

/** The least that a relay does. */
function relayTo({ publish }: RuntimePorts): LambdaHandler {
  return async (event) => {
    for (const { dynamodb } of (event as { Records: RelayedRecord[] }).Records) {
      const { pk, sk, type, id } = dynamodb.NewImage;
      const detail = JSON.stringify({ id: id.S, position: Number(sk.N) });
      await publish([{ source: eventSource(pk.S), detailType: type.S, detail }]);
    }
    return { batchItemFailures: [] };
  };
}
