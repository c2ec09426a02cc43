import {
  deriveEventId,
  type EventStore,
  loadState,
  type NewEvent,
  type Policy,
  type RecordedEvent,
  toTimestamp,
} from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { createFakeCluster, type FakeCluster } from '@smartscale/kubernetes/fake';
import { type InvocationContext, silent } from '@smartscale/lambda';
import { killable, type Life, lifeUntil } from '@smartscale/lambda/testing';
import { fleet } from '@smartscale/projections';
import { createHandlers } from '../handler.ts';
import type { Dependencies } from '../session.ts';
import { delivery } from './events.ts';
import { policy as defaults, NOW } from './fleets.ts';
import { type InMemoryEc2, inMemoryEc2 } from './in-memory-ec2.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

const GIB = 2 ** 30;
const FOREVER: Life = lifeUntil(Number.POSITIVE_INFINITY);

export type World = {
  readonly clock: VirtualClock;
  readonly store: EventStore;
  readonly ec2: InMemoryEc2;
  readonly cluster: FakeCluster;
  /** Adds a worker that joined an hour ago. */
  addWorker(instanceId: string, place: `${string} ${'spot' | 'on-demand'}`): Promise<void>;
  /** Delivers an event to a function of a process that lives as long as told. */
  deliver(name: 'scale' | 'replace' | 'reconcile', event: RecordedEvent, options?: { readonly life?: Life }): Promise<void>;
  /** Machines come up a minute after their launch; those that are gone take their kubelet with them. */
  play(): void;
  fleet(): Promise<fleet.FleetState>;
  events(): Promise<readonly RecordedEvent[]>;
};

/** The handlers on fakes, in virtual time. */
export async function createWorld(change: Partial<Dependencies> = {}, policy: Policy = defaults): Promise<World> {
  const clock = virtualClock(NOW);
  const now = () => clock.now();
  const store = createMemoryEventStore({ now });
  const ec2 = inMemoryEc2(now);
  const cluster = createFakeCluster({ now, sleep: (milliseconds) => clock.sleep(milliseconds) });
  cluster.addNode({ name: 'server', instanceId: null, zone: 'a', cores: 2, bytes: 4 * GIB, isServer: true, ready: true });
  await store.append('policy-test', [fresh('PolicyAdopted', { policy, author: 'test', note: '' })], { expectedVersion: 0 });

  function fresh(type: string, data: unknown): NewEvent {
    const id = deriveEventId(NOW, type, JSON.stringify(data));
    return { id, type, data, occurredAt: toTimestamp(NOW - 3_600_000), correlationId: id, causationId: id } as NewEvent;
  }

  function addNode(instanceId: string, zone: string): void {
    cluster.addNode({ name: `worker-${instanceId}`, instanceId, zone, cores: 2, bytes: 4 * GIB, ready: true });
  }

  return {
    ...{ clock, store, ec2, cluster },

    async addWorker(instanceId, place) {
      const [zone = 'a', capacityType] = place.split(' ') as [string, 'spot' | 'on-demand'];
      const launchedAt = NOW - 3_600_000;
      ec2.add({ instanceId, launchId: `launch-${instanceId}`, zone, capacityType, launchedAt });
      addNode(instanceId, zone);
      const nodeName = `worker-${instanceId}`;
      const launched = {
        ...{
          launchId: `launch-${instanceId}`,
          instanceId,
          nodeName,
          cause: 'scale-up',
          zone,
          capacityType,
          instanceType: 't3.medium',
        },
        ...{
          pricePerHourUsd: 0.05,
          launchedAt: toTimestamp(launchedAt),
          joinBy: toTimestamp(launchedAt + 300_000),
          replaces: null,
        },
      };
      const { version } = await loadState(store, 'fleet-test', fleet.fleetFold);
      const events = [fresh('NodeLaunched', launched), fresh('NodeJoined', { instanceId, nodeName, afterSeconds: 60 })];
      await store.append('fleet-test', events, { expectedVersion: version });
    },

    async deliver(name, event, { life = FOREVER } = {}) {
      const handlers = createHandlers({
        ...{ clusterId: 'test', telemetry: silent, clock },
        ...{ store: killable(store, life), compute: killable(ec2, life), prices: killable(ec2, life) },
        ...{ kubernetes: killable(cluster.kubernetes, life), ...change },
      });
      await clock.run(handlers[name](delivery(event), context));
    },

    play() {
      for (const { instanceId, state, zone, launchedAt } of ec2.instances.values()) {
        const nodeName = `worker-${instanceId}`;
        if (state === 'running' && now() - launchedAt >= 60_000 && !cluster.hasNode(nodeName)) addNode(instanceId, zone);
        if (state === 'terminated' && cluster.hasNode(nodeName)) cluster.loseNode(nodeName);
      }
    },

    fleet: async () => (await loadState(store, 'fleet-test', fleet.fleetFold)).state,
    events: () => store.read('fleet-test'),
  };
}

const context: InvocationContext = {
  awsRequestId: 'request',
  functionName: 'function',
  getRemainingTimeInMillis: () => 600_000,
};
