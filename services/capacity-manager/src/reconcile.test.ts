import { recordingTelemetry } from '@smartscale/lambda';
import { countFleet } from '@smartscale/projections/fleet';
import { describe, expect, it } from 'vitest';
import { ComputeError } from './ports.ts';
import { instanceStopped, maintenanceScheduled, metricsMissed, scaleDecided, spotWarning } from './testing/events.ts';
import { NOW, policyWith } from './testing/fleets.ts';
import { createWorld, type World } from './testing/world.ts';

const tick = (seconds: number) => metricsMissed({ position: 1 + seconds, at: NOW + seconds * 1_000 });

it('writes nothing when all is well', async () => {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  const before = (await world.events()).length;
  await world.deliver('reconcile', tick(0));
  expect(await world.events()).toHaveLength(before);
});

it('sees a launched worker join, which completes its operation', async () => {
  const world = await createWorld();
  await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
  world.clock.advance(61_000);
  world.play();
  await world.deliver('reconcile', tick(61));
  const last = (await world.events()).slice(-3);
  expect(last.map(({ type }) => type)).toEqual(['NodeJoined', 'NodeJoined', 'ScaleCompleted']);
  expect(last[2]?.data).toMatchObject({ workersAfter: 2, failed: 0, seconds: 61 });
});

it('launches no more than there is room for, when people have launched some since', async () => {
  const world = await createWorld({}, policyWith({ workers: { min: 2, max: 4 } }));
  await world.addWorker('i-1', 'a on-demand');
  const { launch } = world.ec2;
  world.ec2.launch = async () => {
    throw new ComputeError('throttled', 'RequestLimitExceeded', 'slow down');
  };
  await world.deliver('scale', scaleDecided({ action: 'up', from: 1, to: 4 }, { position: 1, at: NOW }));
  world.ec2.launch = launch;
  for (const instanceId of ['i-by-hand', 'i-by-hand-too']) world.ec2.add({ instanceId, zone: 'c' });
  world.clock.advance(120_000);
  await world.deliver('reconcile', tick(120));
  const { joined, coming } = countFleet(await world.fleet());
  expect(joined + coming).toBe(4);
  const failed = (await world.events()).filter(({ type }) => type === 'LaunchFailed');
  expect(failed.map(({ data }) => data)).toEqual(
    Array(2).fill(expect.objectContaining({ code: 'AboveMaximum', message: expect.stringContaining('4 are the most') })),
  );
});

it('drops a worker that does not join, and its operation ends', async () => {
  const world = await createWorld();
  await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
  world.clock.advance(301_000);
  await world.deliver('reconcile', tick(301));
  const types = (await world.events()).slice(3).map(({ type }) => type);
  const dropped = ['NodeJoinTimedOut', 'OfferingUnavailable'];
  expect(types).toEqual([...dropped, ...dropped, 'ScaleCompleted', 'NodeTerminated', 'NodeTerminated']);
  expect([...world.ec2.instances.values()].every(({ state }) => state === 'terminated')).toBe(true);
});

describe('a worker that joins after its time', () => {
  /** One that was given up while EC2 did not take the call to terminate it. */
  async function givenUp() {
    const world = await createWorld();
    await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
    const { terminate } = world.ec2;
    world.ec2.terminate = async () => {
      throw new ComputeError('throttled', 'RequestLimitExceeded', 'slow down');
    };
    world.clock.advance(301_000);
    await world.deliver('reconcile', tick(301));
    world.ec2.terminate = terminate;
    return world;
  }

  it('lives, and its pods with it, when the call that would end it is repeated', async () => {
    const world = await givenUp();
    world.clock.advance(120_000);
    world.play();
    await world.deliver('reconcile', tick(421));
    const workers = Object.values((await world.fleet()).workers);
    expect(workers.map(({ status }) => status)).toEqual(['joined', 'joined']);
    expect([...world.ec2.instances.values()].map(({ state }) => state)).toEqual(['running', 'running']);
  });

  it('lives, too, when it joins between the look at the cluster and the call', async () => {
    const world = await givenUp();
    world.clock.advance(120_000);
    const { listInstances } = world.ec2;
    world.ec2.listInstances = async () => {
      const listed = await listInstances('test');
      await world.clock.sleep(30_000);
      world.play();
      return listed;
    };
    await world.deliver('reconcile', tick(421));
    expect(Object.values((await world.fleet()).workers).map(({ status }) => status)).toEqual(['joined', 'joined']);
  });

  it('is ended when it did not, and at its second call', async () => {
    const world = await givenUp();
    world.clock.advance(120_000);
    await world.deliver('reconcile', tick(421));
    expect((await world.fleet()).workers).toEqual({});
    expect([...world.ec2.instances.values()].map(({ state }) => state)).toEqual(['terminated', 'terminated']);
  });
});

it('concludes nothing without an answer of EC2', async () => {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  world.ec2.set('i-1', 'terminated');
  world.ec2.listInstances = async () => {
    throw new ComputeError('throttled', 'RequestLimitExceeded', 'slow down');
  };
  await world.deliver('reconcile', tick(0));
  expect(await world.events()).toHaveLength(2);
});

it('without an answer of the cluster goes on with what EC2 alone shows, and with nothing that needs the nodes', async () => {
  const world = await createWorld();
  await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
  await world.addWorker('i-lost', 'a on-demand');
  await world.addWorker('i-there', 'b on-demand');
  world.ec2.set('i-lost', 'terminated');
  world.ec2.add({ instanceId: 'i-stranger', zone: 'c' });
  world.ec2.add({ instanceId: 'i-second', launchId: 'launch-i-there' });
  world.cluster.failApi({ from: 0, until: Number.POSITIVE_INFINITY, kind: 'error', error: 'unreachable' });
  world.clock.advance(400_000);
  const before = (await world.events()).length;
  await world.deliver('reconcile', tick(400));
  const news = (await world.events()).slice(before);
  expect(news.map(({ type }) => type)).toEqual(['NodeLost', 'ScalePlanned', 'NodeLaunched', 'NodeLaunched']);
  expect(news[3]?.data).toMatchObject({ instanceId: 'i-stranger' });
  expect([...world.ec2.instances.values()].filter(({ state }) => state === 'running')).toHaveLength(6);
});

it('ends a machine whose node is gone from the cluster, and the fleet knows at the next sample', async () => {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  await world.addWorker('i-2', 'b on-demand');
  await world.cluster.kubernetes.deleteNode('worker-i-1');
  for (const seconds of [0, 120]) await world.deliver('reconcile', tick(seconds));
  expect(
    (await world.events()).slice(4).map(({ type, data }) => `${type} ${'instanceId' in data ? data.instanceId : ''}`),
  ).toEqual(['NodeLost i-1', 'ScalePlanned ', 'NodeLaunched i-3']);
  expect(Object.keys((await world.fleet()).workers)).toEqual(['i-2', 'i-3']);
});

it('goes on with the rest when one part fails', async () => {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  world.ec2.add({ instanceId: 'i-stopped', state: 'stopped' });
  world.ec2.add({ instanceId: 'i-gone', state: 'terminated' });
  world.cluster.addNode({ name: 'worker-i-gone', instanceId: 'i-gone', zone: 'a', cores: 2, bytes: 1e9 });
  world.ec2.terminate = async () => {
    throw new ComputeError('unauthorized', 'UnauthorizedOperation', 'no');
  };
  await world.deliver('reconcile', tick(0));
  expect(world.cluster.hasNode('worker-i-gone')).toBe(false);
});

it('a bug is no failing part: it fails the invocation', async () => {
  const world = await createWorld();
  world.ec2.listInstances = () => Promise.reject(new TypeError('bug'));
  await expect(world.deliver('reconcile', tick(0))).rejects.toThrow('bug');
});

it('repairs the On-Demand base, one exchange after the other', async () => {
  const world = await createWorld();
  for (const id of ['i-1', 'i-2', 'i-3']) await world.addWorker(id, 'b spot');
  for (let seconds = 0; seconds <= 1_200; seconds += 120) {
    await world.deliver('reconcile', tick(seconds));
    world.clock.advance(120_000);
    world.play();
  }
  const types = (await world.events()).slice(6).map(({ type }) => type);
  const exchange = [
    ...['ScalePlanned', 'NodeLaunched', 'NodeJoined', 'NodeDrainStarted', 'NodeDrained'],
    ...['NodeTerminated', 'ScaleCompleted'],
  ];
  expect(types).toEqual([...exchange, ...exchange]);
  const workers = Object.values((await world.fleet()).workers);
  expect(workers.map(({ capacityType }) => capacityType).sort()).toEqual(['on-demand', 'on-demand', 'spot']);
});

describe('what alarms watch', () => {
  /** Too many On-Demand workers, and long enough alone for a repair of the share. */
  async function worldToRepair() {
    const telemetry = recordingTelemetry();
    const world = await createWorld({ telemetry });
    for (const id of ['i-1', 'i-2', 'i-3', 'i-4', 'i-5']) await world.addWorker(id, 'a on-demand');
    world.clock.advance(3_600_000);
    return { world, telemetry };
  }
  const failures = async ({ events }: { events(): Promise<readonly { readonly type: string }[]> }) =>
    (await events()).filter(({ type }) => type === 'LaunchFailed').length;

  it('is not a repair that finds no Spot capacity', async () => {
    const { world, telemetry } = await worldToRepair();
    for (const zone of ['a', 'b', 'c']) world.ec2.exhausted.add(`${zone}/spot`);
    await world.deliver('reconcile', tick(3_600));
    expect(await failures(world)).toBe(1);
    expect(telemetry.counts).toEqual({});
  });

  it('is a repair that EC2 refuses for another reason', async () => {
    const { world, telemetry } = await worldToRepair();
    world.ec2.launch = async () => {
      throw new ComputeError('unauthorized', 'UnauthorizedOperation', 'no');
    };
    await world.deliver('reconcile', tick(3_600));
    expect(await failures(world)).toBe(1);
    expect(telemetry.counts).toEqual({ LaunchFailed: 1 });
  });

  it('is a worker that a decision asked for and that did not join', async () => {
    const telemetry = recordingTelemetry();
    const world = await createWorld({ telemetry });
    await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
    world.clock.advance(301_000);
    await world.deliver('reconcile', tick(301));
    expect(telemetry.counts).toEqual({ NodeJoinTimedOut: 2 });
  });

  it('is a decision that finds no capacity at all', async () => {
    const telemetry = recordingTelemetry();
    const world = await createWorld({ telemetry });
    for (const zone of ['a', 'b', 'c']) for (const type of ['spot', 'on-demand']) world.ec2.exhausted.add(`${zone}/${type}`);
    await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
    expect(telemetry.counts).toEqual({ LaunchFailed: 2 });
  });
});

describe('a machine that stopped', () => {
  const workers = { 'i-1': 'a on-demand', 'i-2': 'b on-demand', 'i-3': 'c spot', 'i-4': 'c spot' } as const;
  const inhabited = async () => {
    const world = await createWorld();
    for (const [id, place] of Object.entries(workers)) await world.addWorker(id, place);
    return world;
  };
  const newTypes = async (world: World) => (await world.events()).slice(8).map(({ type }) => type);
  const stopped = (instanceId: string, position = 3) => instanceStopped({ instanceId }, { position, at: NOW });

  it('is lost at once and replaced, however often it is told and although EC2 still lists it as running', async () => {
    const world = await inhabited();
    await Promise.all([world.deliver('reconcile', stopped('i-3')), world.deliver('reconcile', stopped('i-3'))]);
    await world.deliver('reconcile', stopped('i-3', 4));
    expect(await newTypes(world)).toEqual(['NodeLost', 'ScalePlanned', 'NodeLaunched']);
    expect(countFleet(await world.fleet())).toMatchObject({ joined: 3, coming: 1 });
  });

  it('with its whole zone leads to a fleet of the same size in the other zones, after one join', async () => {
    const world = await inhabited();
    for (const id of ['i-3', 'i-4']) world.ec2.set(id, 'terminated');
    for (const zone of ['c/spot', 'c/on-demand']) world.ec2.exhausted.add(zone);
    await Promise.all([world.deliver('reconcile', stopped('i-3')), world.deliver('reconcile', stopped('i-4', 4))]);
    world.clock.advance(70_000);
    world.play();
    await world.deliver('reconcile', tick(70));
    expect(countFleet(await world.fleet())).toMatchObject({ joined: 4, coming: 0 });
    expect((await newTypes(world)).filter((type) => type === 'ScalePlanned' || type === 'ZoneShifted')).toHaveLength(2);
    expect(Object.values((await world.fleet()).workers).map(({ zone }) => zone)).not.toContain('c');
  });

  it('by our own hand, or of no worker, is not even looked for', async () => {
    const world = await inhabited();
    await world.deliver('scale', scaleDecided({ action: 'down', from: 4, to: 3 }, { position: 1, at: NOW }));
    const before = await newTypes(world);
    const gone = [...world.ec2.instances.values()].find(({ state }) => state === 'terminated');
    world.ec2.listInstances = () => Promise.reject(new TypeError('asked all the same'));
    await world.deliver('reconcile', stopped(gone?.instanceId ?? ''));
    await world.deliver('reconcile', stopped('i-foreign'));
    expect(before.at(-1)).toBe('ScaleCompleted');
    expect(await newTypes(world)).toEqual(before);
  });

  it('by the word of a drill alone is left standing', async () => {
    const world = await inhabited();
    await world.deliver('reconcile', instanceStopped({ instanceId: 'i-3', source: 'smartscale.drill' }, { at: NOW }));
    expect(await newTypes(world)).toEqual([]);
  });
});

describe('a worker at risk', () => {
  const risky = async (noticedAt = NOW) => {
    const world = await createWorld();
    await world.addWorker('i-1', 'a on-demand');
    await world.addWorker('i-2', 'b on-demand');
    await world.addWorker('i-3', 'c spot');
    await world.deliver('replace', spotWarning({ instanceId: 'i-3', kind: 'rebalance', deadline: null }, { at: noticedAt }));
    return world;
  };
  const markOf = async (world: World, name = 'worker-i-3') =>
    (await world.cluster.kubernetes.listNodes()).find((node) => node.name === name)?.cordonedFor;
  const beats = async (world: World, count: number) => {
    for (let beat = 1; beat <= count; beat += 1) {
      world.clock.advance(120_000);
      world.play();
      await world.deliver('reconcile', tick((world.clock.now() - NOW) / 1_000));
    }
  };

  it('is cordoned by the next sample if nobody has, and open again when nothing has followed for 20 minutes', async () => {
    const world = await risky();
    await beats(world, 1);
    expect(await markOf(world)).toBe('risk until 2026-11-24T12:20:00.000Z');
    await beats(world, 8);
    expect(await markOf(world)).toBe('risk until 2026-11-24T12:20:00.000Z');
    await beats(world, 1);
    expect(await markOf(world)).toBeNull();
    expect((await world.events()).map(({ type }) => type)).toContain('NodeRiskPassed');
    expect(countFleet(await world.fleet())).toMatchObject({ joined: 4, covered: 0 });
  });

  it('that joins is cordoned then', async () => {
    const world = await createWorld();
    await world.deliver('scale', scaleDecided({ action: 'up', from: 0, to: 2 }, { position: 1, at: NOW }));
    await world.deliver('replace', spotWarning({ instanceId: 'i-1', kind: 'rebalance', deadline: null }, { at: NOW }));
    await beats(world, 1);
    expect(await markOf(world, 'worker-i-1')).toContain('risk until');
  });

  it.each([
    ['a recommendation', 'risk until 2026-11-24T12:20:00.000Z', 11],
    ['an interruption', 'interruption until 2026-11-24T12:02:00.000Z', 2],
  ])('whose cordon was made for %s that nobody recorded is open again once that is over', async (_, mark, after) => {
    const world = await createWorld();
    await world.addWorker('i-1', 'a on-demand');
    await world.cluster.kubernetes.cordon('worker-i-1', mark);
    await beats(world, after - 1);
    expect(await markOf(world, 'worker-i-1')).toBe(mark);
    await beats(world, 1);
    expect(await markOf(world, 'worker-i-1')).toBeNull();
  });

  it('that a person has cordoned stays cordoned', async () => {
    const world = await risky();
    await world.cluster.kubernetes.cordon('worker-i-3', 'a person');
    await beats(world, 11);
    expect(await markOf(world)).toBe('a person');
  });
});

it('exchanges a worker before AWS works on its machine', async () => {
  const world = await createWorld();
  for (const id of ['i-1', 'i-2']) await world.addWorker(id, id === 'i-1' ? 'a on-demand' : 'b on-demand');
  await world.addWorker('i-3', 'c spot');
  await world.deliver('replace', maintenanceScheduled({ instanceId: 'i-3', startsAt: NOW + 86_400_000 }, { at: NOW }));
  for (let seconds = 0; seconds <= 480; seconds += 120) {
    await world.deliver('reconcile', tick(seconds));
    world.clock.advance(120_000);
    world.play();
  }
  expect((await world.events()).slice(6).map(({ type }) => type)).toEqual([
    ...['NodeReplacementScheduled', 'ScalePlanned', 'NodeLaunched', 'NodeJoined', 'NodeDrainStarted', 'NodeDrained'],
    ...['NodeTerminated', 'ScaleCompleted'],
  ]);
});
