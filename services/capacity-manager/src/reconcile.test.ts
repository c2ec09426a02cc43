import { recordingTelemetry } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { ComputeError } from './ports.ts';
import { metricsMissed, scaleDecided } from './testing/events.ts';
import { NOW } from './testing/fleets.ts';
import { createWorld } from './testing/world.ts';

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

it.each([
  ['EC2', { compute: 'throttled' }],
  ['the cluster', { kubernetes: 'unreachable' }],
] as const)('concludes nothing without an answer of %s', async (_who, fails) => {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  world.ec2.set('i-1', 'terminated');
  if ('compute' in fails) {
    world.ec2.listInstances = async () => {
      throw new ComputeError('throttled', 'RequestLimitExceeded', 'slow down');
    };
  } else world.cluster.failApi({ from: 0, until: Number.POSITIVE_INFINITY, kind: 'error', error: fails.kubernetes });
  await world.deliver('reconcile', tick(0));
  expect(await world.events()).toHaveLength(2);
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
