import { describe, expect, it } from 'vitest';
import { ComputeError } from './ports.ts';
import { scaleDecided, spotWarning } from './testing/events.ts';
import { at, NOW } from './testing/fleets.ts';
import { createWorld, type World } from './testing/world.ts';

const up = scaleDecided({ action: 'up', from: 2, to: 4 }, { position: 1, at: NOW });

async function worldOfTwo(): Promise<World> {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  await world.addWorker('i-2', 'b on-demand');
  return world;
}

async function newTypes(world: World): Promise<readonly string[]> {
  return (await world.events()).slice(4).map(({ type }) => type);
}

describe('a scale-up', () => {
  it('records the plan before it asks EC2, and each launch as it comes', async () => {
    const world = await worldOfTwo();
    await world.deliver('scale', up);
    expect(await newTypes(world)).toEqual(['ScalePlanned', 'NodeLaunched', 'NodeLaunched']);
    expect(world.ec2.requests.map(({ zone, capacityType }) => `${zone} ${capacityType}`)).toEqual(['c on-demand', 'a spot']);
    const launched = (await world.events()).at(-1);
    expect(launched?.data).toMatchObject({ pricePerHourUsd: 0.02, joinBy: at(300), cause: 'scale-up', nodeName: 'worker-i-4' });
  });

  it('delivered twice, at once or later, launches once', async () => {
    const world = await worldOfTwo();
    await Promise.all([world.deliver('scale', up), world.deliver('scale', up)]);
    world.clock.advance(90_000);
    await world.deliver('scale', up);
    expect(world.ec2.instances.size).toBe(4);
    expect(await newTypes(world)).toEqual(['ScalePlanned', 'NodeLaunched', 'NodeLaunched']);
  });

  it('delivered twice at once and served in two places keeps one of the two instances', async () => {
    const world = await worldOfTwo();
    const { launch } = world.ec2;
    const answers = ['unavailable', 'launched'];
    world.ec2.launch = async (request) =>
      answers.shift() === 'unavailable' ? { kind: 'unavailable', code: 'X', message: '' } : launch(request);
    const one = scaleDecided({ action: 'up', from: 2, to: 3 }, { position: 1, at: NOW });
    await Promise.all([world.deliver('scale', one), world.deliver('scale', one)]);
    expect(world.ec2.instances.size).toBe(4);
    const running = [...world.ec2.instances.values()].filter(({ state }) => state === 'running');
    expect(running.map(({ instanceId }) => instanceId).sort()).toEqual(Object.keys((await world.fleet()).workers).sort());
    expect(running).toHaveLength(3);
  });

  it('goes to the next zone, then to On-Demand, and records each refusal', async () => {
    const world = await worldOfTwo();
    for (const place of ['a/spot', 'b/spot', 'c/spot', 'c/on-demand']) world.ec2.exhausted.add(place);
    await world.deliver('scale', scaleDecided({ action: 'up', from: 2, to: 3 }, { position: 1, at: NOW }));
    const events = (await world.events()).slice(4);
    expect(events.map(({ type }) => type)).toEqual(['ScalePlanned', ...Array(4).fill('OfferingUnavailable'), 'NodeLaunched']);
    expect(events[1]?.data).toMatchObject({ instanceType: null, zone: 'c', capacityType: 'spot', until: at(180) });
    expect(events.at(-1)?.data).toMatchObject({ zone: 'a', capacityType: 'on-demand' });
  });

  it('is given up, and the operation with it, when there is capacity nowhere', async () => {
    const world = await worldOfTwo();
    for (const zone of ['a', 'b', 'c']) for (const type of ['spot', 'on-demand']) world.ec2.exhausted.add(`${zone}/${type}`);
    await world.deliver('scale', scaleDecided({ action: 'up', from: 2, to: 3 }, { position: 1, at: NOW }));
    const events = (await world.events()).slice(-2);
    expect(events).toMatchObject([
      { type: 'LaunchFailed', data: { code: 'InsufficientInstanceCapacity', attempts: 6, zone: 'c', capacityType: 'spot' } },
      { type: 'ScaleCompleted', data: { failed: 1, added: [], workersAfter: 2 } },
    ]);
  });

  it.each([
    ['unauthorized', 'UnauthorizedOperation', ['LaunchFailed', 'ScaleCompleted']],
    ['quota', 'VcpuLimitExceeded', ['LaunchFailed', 'ScaleCompleted']],
    ['throttled', 'RequestLimitExceeded', []],
    ['failed', 'InternalError', []],
  ] as const)('that EC2 answers with %s (%s) leads to %j', async (kind, code, then) => {
    const world = await worldOfTwo();
    world.ec2.launch = async () => {
      throw new ComputeError(kind, code, 'no');
    };
    await world.deliver('scale', scaleDecided({ action: 'up', from: 2, to: 3 }, { position: 1, at: NOW }));
    expect(await newTypes(world)).toEqual(['ScalePlanned', ...then]);
  });

  it('records a worker whose price nobody knows', async () => {
    const world = await worldOfTwo();
    world.ec2.pricePerHourUsd = async () => {
      throw new Error('unknown');
    };
    await world.deliver('scale', up);
    expect((await world.events()).at(-1)).toMatchObject({ type: 'NodeLaunched', data: { pricePerHourUsd: 0 } });
  });
});

describe('a scale-down', () => {
  const down = scaleDecided({ action: 'down', from: 3, to: 2 }, { position: 1, at: NOW });

  async function worldOfThree(): Promise<World> {
    const world = await worldOfTwo();
    await world.addWorker('i-3', 'c spot');
    world.cluster.deploy({ name: 'web', replicas: 6, cores: 0.9, bytes: 1e8 });
    world.clock.advance(10_000);
    return world;
  }

  it('drains its victim, terminates it and completes', async () => {
    const world = await worldOfThree();
    await world.deliver('scale', down);
    expect((await newTypes(world)).slice(2)).toEqual([
      ...['ScalePlanned', 'NodeDrainStarted', 'NodeDrained', 'NodeTerminated', 'ScaleCompleted'],
    ]);
    expect(world.ec2.instances.get('i-3')?.state).toBe('terminated');
    expect((await world.events()).at(-1)?.data).toMatchObject({ removed: [{ instanceId: 'i-3', zone: 'c' }], workersAfter: 2 });
  });

  it('that a budget forbids is undone at its deadline', async () => {
    const world = await worldOfThree();
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    await world.deliver('scale', down);
    expect((await newTypes(world)).slice(4)).toEqual(['NodeDrainFailed', 'ScaleCompleted']);
    expect(world.clock.now() - NOW).toBeGreaterThanOrEqual(300_000);
    const nodes = await world.cluster.kubernetes.listNodes();
    expect(nodes.some(({ cordoned }) => cordoned)).toBe(false);
    expect(world.ec2.instances.get('i-3')?.state).toBe('running');
  });

  it('is left to the one who interrupts: no uncordon, no taking back', async () => {
    const world = await worldOfThree();
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    const draining = world.deliver('scale', down);
    while (!(await newTypes(world)).includes('NodeDrainStarted')) await new Promise(setImmediate);
    await world.deliver('replace', spotWarning({ instanceId: 'i-3' }, { at: NOW + 20_000 }));
    await draining;
    expect((await world.fleet()).workers['i-3']).toMatchObject({ status: 'draining', cause: 'interruption' });
    const node = (await world.cluster.kubernetes.listNodes()).find(({ instanceId }) => instanceId === 'i-3');
    expect(node?.cordoned).toBe(true);
  });
});
