import {
  advanceState,
  type DomainEvent,
  deriveEventId,
  type EventStore,
  type EventTypeOf,
  loadState,
  type RecordedEvent,
  type StreamName,
  setShadowPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { countReads } from '@smartscale/events/testing';
import { type BusEvent, type InvocationContext, silent } from '@smartscale/lambda';
import { fleetFold } from '@smartscale/projections/fleet';
import { createHandlers } from '../handler.ts';
import { type Look, policyWith, START, sampled } from './world.ts';

const CLUSTER = 'test';
const CONTEXT: InvocationContext = {
  awsRequestId: 'request',
  functionName: 'evaluate',
  getRemainingTimeInMillis: () => 30_000,
};

/** The service on a store in memory, with a clock that the test sets, and what other services would write. */
export function deploy(options: { readonly wrap?: (store: EventStore) => EventStore } = {}) {
  const time = { now: START };
  const kept = countReads(createMemoryEventStore({ now: () => time.now }));
  const store = options.wrap?.(kept) ?? kept;
  const clock = { now: () => time.now, sleep: async () => {} };
  const { evaluate, forecast } = createHandlers({ store, clusterId: CLUSTER, clock, telemetry: silent });

  async function append(stream: StreamName, event: DomainEvent): Promise<RecordedEvent> {
    const [last] = await kept.read(stream, { direction: 'backward', limit: 1 });
    const id = deriveEventId(time.now, stream, last?.position ?? 0);
    const occurredAt = toTimestamp(time.now);
    const offered = { ...event, id, occurredAt, correlationId: id, causationId: id };
    const [appended] = await kept.append(stream, [offered], { expectedVersion: last?.position ?? 0 });
    return appended as RecordedEvent;
  }

  async function scalingEvents<Type extends EventTypeOf<'scaling'>>(type: Type): Promise<readonly RecordedEvent<Type>[]> {
    const events = await kept.read(streamName('scaling', CLUSTER), { limit: 10_000 });
    return events.filter((event) => event.type === type) as unknown as readonly RecordedEvent<Type>[];
  }

  return {
    /** Of the service and of the test. */
    reads: kept.reads,
    deliver: (event: RecordedEvent, extra: Partial<BusEvent> = {}) => evaluate(delivery(event, extra), CONTEXT),
    /** As the schedule calls it. */
    forecast: (seconds: number) => forecast({ tickAt: toTimestamp(START + seconds * 1_000) }, CONTEXT),
    scaling: () => kept.read(streamName('scaling', CLUSTER)),
    metrics: () => kept.read(streamName('metrics', CLUSTER)),
    snapshots: (stream: 'metrics' | 'scaling', name: string) => kept.readSnapshot(streamName(stream, CLUSTER), name),
    decisions: () => scalingEvents('ScaleDecided'),
    adopt: (knobs: object = {}) =>
      append(streamName('policy', CLUSTER), {
        type: 'PolicyAdopted',
        data: { policy: policyWith(knobs), author: 'test', note: '' },
      }),
    shadow: (name: string, knobs: object) =>
      setShadowPolicy(kept, CLUSTER, { shadow: { name, policy: policyWith(knobs) }, author: 'test', note: '', now: time.now }),
    shadowDecisions: () => scalingEvents('ShadowDecided'),
    learned: () => scalingEvents('DemandLearned'),
    sample(seconds: number, look: Look & { readonly workers: number }) {
      time.now = START + seconds * 1_000;
      return append(streamName('metrics', CLUSTER), { type: 'MetricsSampled', data: sampled(seconds, look) });
    },
    /** As the capacity-manager writes: folded, and kept as a snapshot when one is due. */
    async fleet(event: DomainEvent<EventTypeOf<'fleet'>>) {
      const stream = streamName('fleet', CLUSTER);
      const loaded = await loadState(kept, stream, fleetFold);
      await advanceState(kept, fleetFold, loaded, [await append(stream, event)]);
    },
    wait(seconds: number) {
      time.now += seconds * 1_000;
    },
  };
}

/** The event as EventBridge hands it to a target. */
function delivery(event: RecordedEvent, extra: Partial<BusEvent>): BusEvent {
  return {
    ...{ version: '0', id: event.id, source: 'smartscale.metrics-collector', 'detail-type': event.type, account: '' },
    ...{ time: event.recordedAt, region: '', resources: [], detail: structuredClone(event), ...extra },
  };
}

/** A worker's first two events. */
export function joining(index: number): readonly DomainEvent<'NodeLaunched' | 'NodeJoined'>[] {
  const instanceId = `i-${index}`;
  const launched = {
    ...{ launchId: `launch-${index}`, instanceId, nodeName: `node-${index}`, cause: 'scale-up' as const, zone: 'ap-south-1a' },
    ...{ capacityType: 'spot' as const, instanceType: 't3.medium', pricePerHourUsd: 0.02 },
    ...{ launchedAt: toTimestamp(START), joinBy: toTimestamp(START + 300_000), replaces: null },
  };
  const joined = { instanceId, nodeName: `node-${index}`, afterSeconds: 60 };
  return [
    { type: 'NodeLaunched', data: launched },
    { type: 'NodeJoined', data: joined },
  ];
}
