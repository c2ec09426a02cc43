import { join } from 'node:path';
import { deriveEventId, type EventStore, loadState, type NewEvent, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { createFakeCluster } from '@smartscale/kubernetes/fake';
import { fleet } from '@smartscale/projections';
import { describe, expect, it, onTestFinished } from 'vitest';
import { race } from '../../../test/peers/processes/race.ts';
import { shareObjects } from '../../../test/peers/processes/shared-objects.ts';
import { describeOnSharedStores, type SharedStore } from '../../../test/peers/processes/stores.ts';
import { metricsMissed, scaleDecided, spotWarning } from './testing/events.ts';
import type { RacerTask } from './testing/fixtures/racer.ts';
import { policyWith } from './testing/fleets.ts';
import { inMemoryEc2 } from './testing/in-memory-ec2.ts';

const RACERS = 4;
const HOUR = 3_600_000;
/** The fleet of these races has this mix, so that none repairs it. */
const policy = policyWith({ mix: { onDemandBase: 2, spotPercentAboveBase: 100 } });

type Deliveries = RacerTask['deliveries'];

/** A fleet of two On-Demand and two Spot workers that joined an hour ago, shared by several processes. */
async function createArena({ store, address }: SharedStore) {
  const ec2 = inMemoryEc2(Date.now);
  const cluster = createFakeCluster({ now: Date.now });
  cluster.addNode({ name: 'server', instanceId: null, zone: 'a', cores: 2, bytes: 4e9, isServer: true, ready: true });
  const { endpoint, stop } = await shareObjects({ ec2, kubernetes: cluster.kubernetes });
  onTestFinished(stop);
  const places = ['a on-demand', 'b on-demand', 'c spot', 'a spot'] as const;
  const events = [fresh('PolicyAdopted', { policy, author: 'test', note: '' })];
  await store.append('policy-test', events, { expectedVersion: 0 });
  const born = places.flatMap((place, index) => {
    const instanceId = `i-old-${index}`;
    const [zone = 'a', capacityType = 'spot'] = place.split(' ') as [string, 'spot' | 'on-demand'];
    ec2.add({ instanceId, launchId: `launch-${index}`, zone, capacityType, launchedAt: Date.now() - HOUR });
    cluster.addNode({ name: `worker-${instanceId}`, instanceId, zone, cores: 2, bytes: 4e9, ready: true });
    const facts = {
      launchId: `launch-${index}`,
      instanceId,
      nodeName: `worker-${instanceId}`,
      cause: 'scale-up',
      zone,
      capacityType,
    };
    const times = { launchedAt: toTimestamp(Date.now() - HOUR), joinBy: toTimestamp(Date.now()), replaces: null };
    return [
      fresh('NodeLaunched', { ...facts, ...times, instanceType: 't3.medium', pricePerHourUsd: 0.05 }),
      fresh('NodeJoined', { instanceId, nodeName: `worker-${instanceId}`, afterSeconds: 60 }),
    ];
  });
  await store.append('fleet-test', born, { expectedVersion: 0 });

  return {
    ...{ ec2, cluster, store },
    /** All at once, each process its own deliveries. Fails when one of them ends badly. */
    async race(deliveriesOf: (racer: number) => Deliveries) {
      const tasks = Array.from(
        { length: RACERS },
        (_, racer): RacerTask => ({
          ...{ store: address, endpoint, deliveries: deliveriesOf(racer) },
        }),
      );
      const ended = await race(join(import.meta.dirname, 'testing/fixtures/racer.ts'), tasks);
      expect(ended).toEqual(tasks.map(() => ({ code: 0, stderr: '' })));
      return since(store, born.length);
    },
  };
}

function fresh(type: string, data: unknown): NewEvent {
  const id = deriveEventId(Date.now() - HOUR, type, JSON.stringify(data));
  return { id, type, data, occurredAt: toTimestamp(Date.now() - HOUR), correlationId: id, causationId: id } as NewEvent;
}

async function since(store: EventStore, position: number): Promise<readonly RecordedEvent[]> {
  return store.read('fleet-test', { from: position + 1, limit: 1_000 });
}

const typesOf = (events: readonly RecordedEvent[]) => events.map(({ type }) => type).sort();
const running = (ec2: ReturnType<typeof inMemoryEc2>) =>
  [...ec2.instances.values()].filter(({ state }) => state === 'running').map(({ instanceId }) => instanceId);

describeOnSharedStores('several processes at once', (freshStore) => {
  const arena = async () => createArena(await freshStore());

  describe('with the same event', () => {
    it('a scale-up launches once', async () => {
      const { race: run, ec2 } = await arena();
      const event = scaleDecided({ action: 'up', from: 4, to: 6 }, { position: 1, at: Date.now() });
      const events = await run(() => [{ to: 'scale', event }]);
      expect(typesOf(events)).toEqual(['NodeLaunched', 'NodeLaunched', 'ScalePlanned']);
      expect(running(ec2)).toHaveLength(6);
      const asked = ec2.requests.map(({ launchId, zone, capacityType }) => `${launchId} ${zone} ${capacityType}`);
      expect(new Set(asked).size, 'all ask for the very same').toBe(2);
    });

    it('a scale-up that falls back to other offerings marks each once and launches once', async () => {
      const { race: run, ec2 } = await arena();
      for (const place of ['a/spot', 'b/spot', 'c/spot']) ec2.exhausted.add(place);
      const event = scaleDecided({ action: 'up', from: 4, to: 5 }, { position: 1, at: Date.now() });
      const events = await run(() => [{ to: 'scale', event }]);
      const marks = Array<string>(3).fill('OfferingUnavailable');
      expect(typesOf(events)).toEqual(['NodeLaunched', ...marks, 'ScalePlanned']);
      expect(running(ec2)).toHaveLength(5);
    });

    it('a scale-down takes one worker, and ends once', async () => {
      const { race: run, ec2 } = await arena();
      const event = scaleDecided({ action: 'down', from: 4, to: 3 }, { position: 1, at: Date.now() });
      const events = await run(() => [{ to: 'scale', event }]);
      expect(typesOf(events)).toEqual(['NodeDrainStarted', 'NodeDrained', 'NodeTerminated', 'ScaleCompleted', 'ScalePlanned']);
      expect(running(ec2)).toHaveLength(3);
    });

    it('an interruption has one stand-in', async () => {
      const { race: run, ec2 } = await arena();
      const event = spotWarning({ instanceId: 'i-old-2' }, { at: Date.now() });
      const events = await run(() => [{ to: 'replace', event }]);
      expect(typesOf(events)).toEqual(['NodeDrainStarted', 'NodeLaunched', 'OfferingUnavailable', 'ScalePlanned']);
      expect(running(ec2)).toHaveLength(5);
    });
  });

  it('reconciles of several samples record each thing once, and do it', async () => {
    const { race: run, ec2, cluster, store } = await arena();
    ec2.add({ instanceId: 'i-stranger', zone: 'c' });
    ec2.add({ instanceId: 'i-stopped', state: 'stopped' });
    ec2.set('i-old-3', 'terminated');
    cluster.loseNode('worker-i-old-3');
    const events = await run((racer) => [
      { to: 'reconcile', event: metricsMissed({ position: 2 * racer + 1, at: Date.now() }) },
      { to: 'reconcile', event: metricsMissed({ position: 2 * racer + 2, at: Date.now() }) },
    ]);
    // The stranger is adopted, and the lost one gets a stand-in.
    expect(typesOf(events)).toEqual(['NodeLaunched', 'NodeLaunched', 'NodeLost', 'ScalePlanned']);
    expect(running(ec2)).toEqual(expect.arrayContaining(['i-old-0', 'i-old-1', 'i-old-2', 'i-stranger']));
    expect(running(ec2)).toHaveLength(5);
    expect(ec2.instances.get('i-stopped')?.state).toBe('terminated');
    expect(cluster.hasNode('worker-i-old-3')).toBe(false);
    expect(Object.keys((await loadState(store, 'fleet-test', fleet.fleetFold)).state.workers)).toHaveLength(5);
  });

  it('a decision, notices and reconciles beside each other leave a fleet in which everything adds up', async () => {
    const { race: run, ec2, store } = await arena();
    const up = scaleDecided({ action: 'up', from: 4, to: 6 }, { position: 1, at: Date.now() });
    const warnings = ['i-old-2', 'i-old-3'].map((instanceId, index) =>
      spotWarning({ instanceId }, { position: index + 1, at: Date.now() }),
    );
    const beats = (racer: number) => metricsMissed({ position: racer + 1, at: Date.now() });
    const events = await run((racer) => {
      const all: Deliveries = [
        { to: 'scale', event: up },
        ...warnings.map((event) => ({ to: 'replace' as const, event })),
        { to: 'reconcile', event: beats(racer) },
      ];
      return [...all.slice(racer % all.length), ...all.slice(0, racer % all.length)];
    });
    const launches = events.filter(({ type }) => type === 'NodeLaunched') as readonly RecordedEvent<'NodeLaunched'>[];
    expect(new Set(launches.map(({ data }) => data.launchId)).size).toBe(launches.length);
    const { state } = await loadState(store, 'fleet-test', fleet.fleetFold);
    expect(Object.keys(state.workers).sort()).toEqual(running(ec2).sort());
    const plans = events.filter(({ type }) => type === 'ScalePlanned') as readonly RecordedEvent<'ScalePlanned'>[];
    const planned = plans.flatMap(({ data }) => data.launches);
    expect(launches.map(({ data }) => data.launchId).sort()).toEqual(planned.map(({ launchId }) => launchId).sort());
    // Six wanted, or four when the decision was overtaken, beside the two that EC2 takes.
    expect([4, 6]).toContain(Object.values(state.workers).filter(({ status }) => status !== 'draining').length);
  });
});
