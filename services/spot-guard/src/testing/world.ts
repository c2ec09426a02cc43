import {
  deriveEventId,
  loadState,
  type NewEvent,
  type Policy,
  type RecordedEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { createFakeCluster } from '@smartscale/kubernetes/fake';
import type { BusEvent, Telemetry } from '@smartscale/lambda';
import { killable, type Life, lifeUntil } from '@smartscale/lambda/testing';
import { fleetFold } from '@smartscale/projections/fleet';
import { createHandlers, type Dependencies } from '../handler.ts';
import type { WorkerInstance } from '../ports.ts';
import { INSTANCE, NOTICED_AT } from './notices.ts';

export const NODE = `worker-${INSTANCE}`;
const FOREVER = lifeUntil(Number.POSITIVE_INFINITY);

/** One interrupted worker and one that takes its pods, on a clock that runs only while someone sleeps. */
export function createWorld() {
  let now = NOTICED_AT - 60_000;
  const clock = {
    now: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds;
    },
  };
  const store = createMemoryEventStore({ now: clock.now });
  const cluster = createFakeCluster({ now: clock.now, sleep: clock.sleep });
  const size = { zone: 'ap-south-1b', cores: 4, bytes: 8e9, ready: true };
  cluster.addNode({ name: NODE, instanceId: INSTANCE, ...size });
  const instances = new Map<string, WorkerInstance>();
  instances.set(INSTANCE, {
    ...{ instanceId: INSTANCE, nodeName: NODE, zone: 'ap-south-1b', instanceType: 'm5.large', isTerminated: false },
  });
  const counted: Record<string, number> = {};
  const counts: string[] = [];
  const telemetry: Telemetry = {
    ...{ info() {}, warn() {}, error() {} },
    count(name, value = 1) {
      counted[name] = (counted[name] ?? 0) + value;
      counts.push(name);
    },
  };
  const lookups = { describeWorker: async (instanceId: string) => instances.get(instanceId) ?? null };

  /** The handlers of a process that lives until then. */
  function process(life: Life) {
    const dependencies: Dependencies = {
      ...{ clusterId: 'test', telemetry },
      store: killable(store, life),
      clock: killable(clock, life),
      kubernetes: killable(cluster.kubernetes, life),
      describeWorker: killable(lookups, life).describeWorker,
    };
    return createHandlers(dependencies);
  }

  return {
    ...{ clock, store, cluster, instances, counted },
    /** What was counted under names that begin so, without that, in order. */
    outcomes: (prefix: string) => counts.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
    /** Moves to this many seconds after the notice. */
    passTo(seconds: number) {
      now = NOTICED_AT + seconds * 1_000;
    },
    /** Adds the node that evicted pods go to, once the others are where they are to be. */
    addRefuge() {
      cluster.addNode({ name: 'worker-i-refuge', instanceId: 'i-refuge', ...size });
    },
    async adopt(policy: Policy) {
      const envelope = {
        id: deriveEventId(now, 'adopt'),
        occurredAt: toTimestamp(now),
        correlationId: 'test',
        causationId: 'test',
      };
      const event = { type: 'PolicyAdopted', data: { policy, author: 'test', note: '' }, ...envelope } as const;
      await store.append(streamName('policy', 'test'), [event], { expectedVersion: 0 });
    },
    /** The fleet's own record of the worker: launched, joined, and what came after. */
    async enrol(...after: readonly Pick<NewEvent, 'type' | 'data'>[]) {
      const place = { zone: 'ap-south-1b', capacityType: 'spot', instanceType: 'm5.large', pricePerHourUsd: 0.1 };
      const times = { launchedAt: toTimestamp(NOTICED_AT - 3_600_000), joinBy: toTimestamp(NOTICED_AT - 3_300_000) };
      const launched = {
        launchId: 'l',
        instanceId: INSTANCE,
        nodeName: NODE,
        cause: 'scale-up',
        replaces: null,
        ...place,
        ...times,
      };
      const joined = { instanceId: INSTANCE, nodeName: NODE, afterSeconds: 60 };
      const facts = [{ type: 'NodeLaunched', data: launched }, { type: 'NodeJoined', data: joined }, ...after];
      const { version } = await loadState(store, streamName('fleet', 'test'), fleetFold);
      const at = { occurredAt: toTimestamp(now), correlationId: 'test', causationId: 'test' };
      const events = facts.map(
        (fact, index) => ({ ...fact, ...at, id: deriveEventId(now, 'fleet', version + index) }) as NewEvent,
      );
      await store.append(streamName('fleet', 'test'), events, { expectedVersion: version });
    },
    guard: (notice: BusEvent, life = FOREVER) => process(life).guard(notice, context),
    drain: (warning: RecordedEvent, life = FOREVER) => process(life).drain(delivery(warning), context),
    events: () => store.read(streamName('spot', 'test')),
  };
}

export type World = ReturnType<typeof createWorld>;

const context = { awsRequestId: 'request', functionName: 'test', getRemainingTimeInMillis: () => 180_000 };

/** As the bus hands it to `drain`. */
export function delivery(event: RecordedEvent): BusEvent {
  return {
    ...{ version: '0', id: `delivery-of-${event.id}`, source: 'smartscale.spot-guard', account: '0', region: 'r' },
    ...{ 'detail-type': event.type, time: event.recordedAt, resources: [], detail: event },
  };
}
