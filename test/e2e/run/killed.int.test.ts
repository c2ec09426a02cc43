import { deriveEventId, type EventType, policySchema, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Moto, motoPeer, startMoto } from '../../peers/moto/index.ts';
import { describeWithPeer } from '../../peers/peer.ts';
import { workersOf } from './world/machines.ts';
import { createWorld, prepare, type World } from './world/world.ts';

const PATIENCE_SECONDS = 50;

describeWithPeer(motoPeer, 'a process that is killed with -9', () => {
  let moto: Moto;
  let world: World;
  let worlds = 0;

  beforeAll(async () => {
    moto = await startMoto();
    await prepare(moto);
  });
  afterAll(() => moto?.stop());
  beforeEach(async () => {
    worlds += 1;
    world = await createWorld(moto, `killed-${worlds}`);
    await adoptPolicy(world);
    return () => world.stop();
  });

  it('after EC2 has started an instance and before it could be recorded: the next one adopts it and starts no other', async () => {
    const first = world.run();
    let launches = 0;
    world.strikes.ec2.after = (action) => {
      if (action === 'CreateFleet' && ++launches === 1) first.killNow();
    };
    expect(await first.ended).toBe('SIGKILL');
    expect(dataOf('ScalePlanned')).toMatchObject([{ launches: [{}, {}] }]);
    expect(dataOf('NodeLaunched')).toHaveLength(0);
    expect((await workersOf(moto, world.clusterId)).length).toBeGreaterThan(0);

    world.run();
    await until('both have joined', () => dataOf('NodeJoined').length === 2);
    await expectWholeFleet(2);
    expect(dataOf('ScaleCompleted')).toMatchObject([{ cause: 'scale-up' }]);
  });

  it('before EC2 has heard of a launch: the next one launches as planned', async () => {
    const first = world.run();
    world.strikes.ec2.before = (action) => {
      if (action !== 'CreateFleet') return undefined;
      first.killNow();
      return '';
    };
    expect(await first.ended).toBe('SIGKILL');
    expect(await workersOf(moto, world.clusterId)).toHaveLength(0);
    const [plan] = dataOf('ScalePlanned');

    world.strikes.ec2 = {};
    world.run();
    await until('both have joined', () => dataOf('NodeJoined').length === 2);
    await expectWholeFleet(2);
    expect(
      dataOf('NodeLaunched')
        .map(({ launchId }) => launchId)
        .toSorted(),
    ).toEqual(plan?.launches.map(({ launchId }) => launchId).toSorted());
  });

  it('in the middle of a drain: the next one empties the node, ends the machine and puts everything right', async () => {
    await untilDrainIsStruck();
    expect(dataOf('NodeDrained')).toHaveLength(0);
    const [{ instanceId } = { instanceId: '' }] = dataOf('NodeDrainStarted');

    world.run();
    await until('the victim is gone', () => dataOf('NodeTerminated').length === 1);
    expect(dataOf('NodeDrained')).toMatchObject([{ instanceId, forcedPods: 0 }]);
    expect(dataOf('NodeTerminated')).toMatchObject([{ instanceId }]);
    await until('its node is deleted', () => !world.cluster.hasNode(`worker-${instanceId}`));
    expect(await cordoned()).toEqual([]);
    await expectWholeFleet(2);
    await until('every pod runs', () => world.cluster.pods().every(({ phase }) => phase === 'Running'));
    expect(world.cluster.pods()).toHaveLength(6);
  });

  it('in the middle of a drain that a budget then forbids: the next one takes it back', async () => {
    await untilDrainIsStruck();
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });

    world.run();
    await until('the drain has failed', () => dataOf('NodeDrainFailed').length === 1);
    await until('nothing is cordoned', async () => (await cordoned()).length === 0);
    expect(dataOf('NodeDrainFailed')[0]?.blockedBy).not.toEqual([]);
    expect(dataOf('NodeTerminated')).toEqual([]);
    await expectWholeFleet(3);
  });

  /** Three workers with pods on them; the load goes; and at the first eviction the process is killed. */
  async function untilDrainIsStruck(): Promise<void> {
    await adoptPolicy(world, { workers: { min: 3 } });
    const first = world.run();
    await until('three have joined', () => dataOf('NodeJoined').length === 3);
    world.cluster.deploy({ name: 'web', replicas: 6, cores: 0.5, bytes: 2 ** 28 });
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 1 });
    world.strikes.evicted = () => first.killNow();
    world.busyness.cpuPercent = 5;
    // Adopted by another process than the one that runs, as by `smartscale policy apply`.
    await adoptPolicy(world, { workers: { min: 2 } });
    expect(await first.ended).toBe('SIGKILL');
    expect(await cordoned()).toHaveLength(1);
  }

  function dataOf<Type extends EventType>(type: Type): RecordedEvent<Type>['data'][] {
    return world.events().flatMap((event) => (event.type === type ? [event.data as RecordedEvent<Type>['data']] : []));
  }

  /** So many workers run, each known by one event, and nothing was started in vain. */
  async function expectWholeFleet(workers: number): Promise<void> {
    const instances = await workersOf(moto, world.clusterId);
    const ids = instances.map(({ InstanceId }) => InstanceId).toSorted();
    const launched = dataOf('NodeLaunched');
    expect(launched.map(({ instanceId }) => instanceId).toSorted()).toEqual(ids);
    expect(new Set(launched.map(({ launchId }) => launchId)).size).toBe(ids.length);
    expect(instances.filter(({ State }) => State?.Name === 'running')).toHaveLength(workers);
    expect(dataOf('NodeLost')).toEqual([]);
  }

  async function cordoned(): Promise<readonly string[]> {
    const nodes = await world.cluster.kubernetes.listNodes();
    return nodes.filter((node) => node.cordoned).map(({ name }) => name);
  }

  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_SECONDS * 1_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`it did not come to pass that ${what}; it was said:\n${world.said()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});

/** Quick to decide, and patient with machines. */
async function adoptPolicy(world: World, change: { readonly workers?: { readonly min: number } } = {}): Promise<void> {
  const { clusterId, store } = world;
  const policy = policySchema.parse({
    ...{ workers: { min: 2 }, cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 }, signals: { idle: { forSeconds: 120 } } },
    ...{ launch: { joinTimeoutSeconds: 1_800 }, drain: { timeoutSeconds: 120 }, ...change },
  });
  const stream = streamName('policy', clusterId);
  const expectedVersion = (await store.read(stream)).length;
  const id = deriveEventId(world.now(), 'test', clusterId, expectedVersion);
  const data = { policy, author: 'test', note: '' };
  const event = { type: 'PolicyAdopted' as const, id, correlationId: id, causationId: id, data };
  await store.append(stream, [{ ...event, occurredAt: toTimestamp(world.now()) }], { expectedVersion });
}
