import type { ComputePort, Instance } from '@smartscale/capacity-manager/handler';
import { createHandlers as createCapacityManager } from '@smartscale/capacity-manager/handler';
import { deriveEventId, type NewEvent, nodeNameOf, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { createFakeCluster } from '@smartscale/kubernetes/fake';
import { type BusEvent, silent } from '@smartscale/lambda';
import { createHandlers as createSpotGuard } from '@smartscale/spot-guard/handler';
import { type Figure, type Measure, round } from '../measure.ts';

const LIMIT_SECONDS = 2;
const WORKERS = 10;
const STORM = 8;
const ZONE = 'ap-south-1a';

/**
 * From a notice to the call that cordons the node and to the call that asks for the replacement: the real handlers, the second and
 * third at the same time, on a store in memory and a fake K3s and EC2 that answer at once. So it is our own time alone: no
 * network, no bus, no start of a function.
 */
export const notice: Measure = {
  name: 'notice',
  async run({ quick }) {
    const rounds = quick ? 5 : 50;
    const single = await slowest(rounds, 1);
    const storm = await slowest(rounds, STORM);
    return [
      figure('notice to cordon', 'one interruption', single.cordon),
      figure('notice to replacement request', 'one interruption', single.launch),
      figure('notice to cordon', `${STORM} interruptions at once of ${WORKERS} workers, the last`, storm.cordon),
      figure('notice to replacement request', `${STORM} interruptions at once of ${WORKERS} workers, the last`, storm.launch),
    ];
  },
};

function figure(name: string, against: string, milliseconds: number): Figure {
  const holds = milliseconds <= LIMIT_SECONDS * 1_000;
  return {
    ...{ name: `${name} (${against})`, value: round(milliseconds), unit: 'ms', goal: `${LIMIT_SECONDS} s or less`, holds },
    ...{ against: 'the slowest run, without network', timing: true },
  };
}

type Times = { readonly cordon: number; readonly launch: number };

async function slowest(rounds: number, notices: number): Promise<Times> {
  let worst: Times = { cordon: 0, launch: 0 };
  // The first one compiles the code, which a function does while it starts.
  await oneRound(notices);
  for (let number = 0; number < rounds; number += 1) {
    const times = await oneRound(notices);
    worst = { cordon: Math.max(worst.cordon, times.cordon), launch: Math.max(worst.launch, times.launch) };
  }
  return worst;
}

async function oneRound(notices: number): Promise<Times> {
  const fleet = await createFleet();
  const startedAt = performance.now();
  await Promise.all(fleet.ids.slice(0, notices).map((instanceId) => fleet.interrupt(instanceId)));
  if (fleet.cordons.length < notices || fleet.launches.length < notices) throw new Error('a notice was not answered');
  return { cordon: Math.max(...fleet.cordons) - startedAt, launch: Math.max(...fleet.launches) - startedAt };
}

async function createFleet() {
  const clock = { now: Date.now, sleep: async () => {} };
  const store = createMemoryEventStore({ now: clock.now });
  const cluster = createFakeCluster(clock);
  const ids = Array.from({ length: WORKERS }, (_, index) => `i-${index}`);
  for (const instanceId of ids) {
    cluster.addNode({ name: nodeNameOf(instanceId), instanceId, zone: ZONE, cores: 4, bytes: 8e9, ready: true });
  }
  await store.append(streamName('fleet', 'bench'), ids.flatMap(joined), { expectedVersion: 0 });
  const cordons: number[] = [];
  const launches: number[] = [];
  const kubernetes = {
    ...cluster.kubernetes,
    async cordon(nodeName: string, reason: string) {
      cordons.push(performance.now());
      await cluster.kubernetes.cordon(nodeName, reason);
    },
  };
  const compute: ComputePort = {
    async launch({ launchId, zone, capacityType }) {
      launches.push(performance.now());
      const instance: Instance = {
        ...{ instanceId: `i-for-${launchId}`, launchId, zone, capacityType, instanceType: 'm5.large' },
        ...{ state: 'pending', launchedAt: clock.now() },
      };
      return { kind: 'launched', instance };
    },
    listInstances: async () => [],
    async terminate() {},
  };
  const given = { store, clusterId: 'bench', clock, telemetry: silent, kubernetes };
  const describeWorker = async (instanceId: string) => ({
    ...{ instanceId, nodeName: nodeNameOf(instanceId), zone: ZONE, instanceType: 'm5.large', isTerminated: false },
  });
  const guard = createSpotGuard({ ...given, describeWorker });
  const manager = createCapacityManager({
    ...given,
    compute,
    prices: { pricePerHourUsd: async () => 0.1, spotPriceInForce: async () => null },
  });

  return {
    ...{ ids, cordons, launches },
    async interrupt(instanceId: string) {
      await guard.guard(noticeOf(instanceId), CONTEXT);
      const events = await store.read(streamName('spot', 'bench'));
      const warning = events.find((event) => event.type === 'SpotWarning' && event.data.instanceId === instanceId);
      if (!warning) throw new Error(`no warning for ${instanceId}`);
      await Promise.all([guard.drain(delivery(warning), CONTEXT), manager.replace(delivery(warning), CONTEXT)]);
    },
  };
}

const CONTEXT = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 180_000 };

function joined(instanceId: string): readonly NewEvent[] {
  const at = toTimestamp(Date.now() - 3_600_000);
  const place = { zone: ZONE, capacityType: 'spot', instanceType: 'm5.large', pricePerHourUsd: 0.1 } as const;
  const launched = {
    launchId: instanceId,
    instanceId,
    nodeName: nodeNameOf(instanceId),
    cause: 'scale-up',
    replaces: null,
  } as const;
  const facts = [
    { type: 'NodeLaunched', data: { ...launched, ...place, launchedAt: at, joinBy: at } },
    { type: 'NodeJoined', data: { instanceId, nodeName: nodeNameOf(instanceId), afterSeconds: 60 } },
  ] as const;
  return facts.map((fact) => {
    const id = deriveEventId(0, fact.type, instanceId);
    return { ...fact, id, occurredAt: at, correlationId: id, causationId: id };
  });
}

function noticeOf(instanceId: string): BusEvent {
  return {
    ...{ version: '0', id: `notice-${instanceId}`, source: 'aws.ec2', account: '0', region: 'ap-south-1', resources: [] },
    ...{ 'detail-type': 'EC2 Spot Instance Interruption Warning', time: new Date().toISOString() },
    detail: { 'instance-id': instanceId, 'instance-action': 'terminate' },
  };
}

function delivery(event: RecordedEvent): BusEvent {
  return {
    ...{ version: '0', id: event.id, source: 'smartscale.spot-guard', account: '0', region: 'r', resources: [] },
    ...{ 'detail-type': event.type, time: event.recordedAt, detail: event },
  };
}
