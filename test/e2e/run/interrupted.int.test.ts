import { expect, it } from 'vitest';
import { motoPeer, startMoto } from '../../peers/moto/index.ts';
import { describeWithPeer } from '../../peers/peer.ts';
import { workersOf } from './world/machines.ts';
import { adoptPolicy, dataOf, until } from './world/watch.ts';
import { createWorld, prepare } from './world/world.ts';

describeWithPeer(motoPeer, 'EC2 announces to a process without EventBridge that it will take a Spot worker', () => {
  it('which is emptied in time and replaced by an On-Demand one, once', async () => {
    await using end = new AsyncDisposableStack();
    const moto = await startMoto();
    end.defer(moto.stop);
    await prepare(moto);
    const world = await createWorld(moto, 'interrupted');
    end.defer(world.stop);
    await adoptPolicy(world, { min: 3 });
    world.run();
    await until(world, 'three have joined', () => dataOf(world, 'NodeJoined').length === 3);
    world.cluster.deploy({ name: 'web', replicas: 6, cores: 0.5, bytes: 2 ** 28 });
    const spot = dataOf(world, 'NodeLaunched').find(({ capacityType }) => capacityType === 'spot')?.instanceId ?? '';
    expect(spot).not.toBe('');

    const announcedAt = world.now();
    world.interrupt(spot);
    await until(world, 'it is ended', () => dataOf(world, 'NodeTerminated').length === 1);
    await until(world, 'the replacement has joined', () => dataOf(world, 'NodeJoined').length === 4);

    expect(dataOf(world, 'SpotWarning')).toMatchObject([{ kind: 'interruption', instanceId: spot, source: 'aws.ec2' }]);
    const [drained] = dataOf(world, 'InterruptionDrained');
    expect(drained).toMatchObject({ instanceId: spot });
    const recorded = world.events().find(({ type }) => type === 'InterruptionDrained')?.recordedAt ?? '';
    expect(Date.parse(recorded) - announcedAt).toBeLessThan(120_000);
    expect(dataOf(world, 'NodeLaunched').at(-1)).toMatchObject({ replaces: spot, capacityType: 'on-demand' });
    const running = (await workersOf(moto, world.clusterId)).filter(({ State }) => State?.Name === 'running');
    expect(running).toHaveLength(3);
  });
});
