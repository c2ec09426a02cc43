import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Moto, motoPeer, startMoto } from '../../peers/moto/index.ts';
import { describeWithPeer } from '../../peers/peer.ts';
import { workersOf } from './world/machines.ts';
import { adoptPolicy, cordonedNodes, dataOf, until } from './world/watch.ts';
import { createWorld, prepare, type World } from './world/world.ts';

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
    await adoptPolicy(world, { min: 2 });
    return () => world.stop();
  });

  it('after EC2 has started an instance and before it could be recorded: the next one adopts it and starts no other', async () => {
    const first = world.run();
    let launches = 0;
    world.strikes.ec2.after = (action) => {
      if (action === 'CreateFleet' && ++launches === 1) first.killNow();
    };
    expect(await first.ended).toBe('SIGKILL');
    expect(dataOf(world, 'ScalePlanned')).toMatchObject([{ launches: [{}, {}] }]);
    expect(dataOf(world, 'NodeLaunched')).toHaveLength(0);
    expect((await workersOf(moto, world.clusterId)).length).toBeGreaterThan(0);

    world.run();
    await until(world, 'both have joined', () => dataOf(world, 'NodeJoined').length === 2);
    await expectWholeFleet(2);
    expect(dataOf(world, 'ScaleCompleted')).toMatchObject([{ cause: 'scale-up' }]);
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
    const [plan] = dataOf(world, 'ScalePlanned');

    world.strikes.ec2 = {};
    world.run();
    await until(world, 'both have joined', () => dataOf(world, 'NodeJoined').length === 2);
    await expectWholeFleet(2);
    expect(
      dataOf(world, 'NodeLaunched')
        .map(({ launchId }) => launchId)
        .toSorted(),
    ).toEqual(plan?.launches.map(({ launchId }) => launchId).toSorted());
  });

  it('in the middle of a drain: the next one empties the node, ends the machine and puts everything right', async () => {
    await untilDrainIsStruck();
    expect(dataOf(world, 'NodeDrained')).toHaveLength(0);
    const [{ instanceId } = { instanceId: '' }] = dataOf(world, 'NodeDrainStarted');

    world.run();
    await until(world, 'the victim is gone', () => dataOf(world, 'NodeTerminated').length === 1);
    expect(dataOf(world, 'NodeDrained')).toMatchObject([{ instanceId, forcedPods: 0 }]);
    expect(dataOf(world, 'NodeTerminated')).toMatchObject([{ instanceId }]);
    await until(world, 'its node is deleted', () => !world.cluster.hasNode(`worker-${instanceId}`));
    expect(await cordonedNodes(world)).toEqual([]);
    await expectWholeFleet(2);
    await until(world, 'every pod runs', () => world.cluster.pods().every(({ phase }) => phase === 'Running'));
    expect(world.cluster.pods()).toHaveLength(6);
  });

  it('in the middle of a drain that a budget then forbids: the next one takes it back', async () => {
    await untilDrainIsStruck();
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });

    world.run();
    await until(world, 'the drain has failed', () => dataOf(world, 'NodeDrainFailed').length === 1);
    await until(world, 'nothing is cordoned', async () => (await cordonedNodes(world)).length === 0);
    expect(dataOf(world, 'NodeDrainFailed')[0]?.blockedBy).not.toEqual([]);
    expect(dataOf(world, 'NodeTerminated')).toEqual([]);
    await expectWholeFleet(3);
  });

  /** Three workers with pods on them; the load goes; and at the first eviction the process is killed. */
  async function untilDrainIsStruck(): Promise<void> {
    await adoptPolicy(world, { min: 3 });
    const first = world.run();
    await until(world, 'three have joined', () => dataOf(world, 'NodeJoined').length === 3);
    world.cluster.deploy({ name: 'web', replicas: 6, cores: 0.5, bytes: 2 ** 28 });
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 1 });
    world.strikes.evicted = () => first.killNow();
    world.busyness.cpuPercent = 5;
    await adoptPolicy(world, { min: 2 });
    expect(await first.ended).toBe('SIGKILL');
    expect(await cordonedNodes(world)).toHaveLength(1);
  }

  /** So many workers run, each known by one event, and nothing was started in vain. */
  async function expectWholeFleet(workers: number): Promise<void> {
    const instances = await workersOf(moto, world.clusterId);
    const ids = instances.map(({ InstanceId = '' }) => InstanceId).toSorted();
    const launched = dataOf(world, 'NodeLaunched');
    expect(launched.map(({ instanceId }) => instanceId).toSorted()).toEqual(ids);
    expect(new Set(launched.map(({ launchId }) => launchId)).size).toBe(ids.length);
    expect(instances.filter(({ State }) => State?.Name === 'running')).toHaveLength(workers);
    expect(dataOf(world, 'NodeLost')).toEqual([]);
  }
});
