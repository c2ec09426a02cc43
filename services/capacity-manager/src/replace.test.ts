import { countFleet } from '@smartscale/projections/fleet';
import { describe, expect, it } from 'vitest';
import { interruptionDrained, maintenanceScheduled, spotWarning } from './testing/events.ts';
import { NOW, policyWith } from './testing/fleets.ts';
import { createWorld, type World } from './testing/world.ts';

async function worldWithSpot(): Promise<World> {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  await world.addWorker('i-2', 'b on-demand');
  await world.addWorker('i-3', 'a spot');
  return world;
}

async function newTypes(world: World): Promise<readonly string[]> {
  return (await world.events()).slice(6).map(({ type }) => type);
}

const warning = spotWarning({ instanceId: 'i-3' }, { at: NOW });

describe('an interruption', () => {
  it('has its On-Demand replacement launched at once, one however often it is told', async () => {
    const world = await worldWithSpot();
    await Promise.all([world.deliver('replace', warning), world.deliver('replace', warning)]);
    await world.deliver('replace', warning);
    expect(await newTypes(world)).toEqual(['NodeDrainStarted', 'OfferingUnavailable', 'ScalePlanned', 'NodeLaunched']);
    expect(world.ec2.instances.size).toBe(4);
    expect((await world.events()).at(-1)?.data).toMatchObject({
      replaces: 'i-3',
      capacityType: 'on-demand',
      cause: 'replacement',
    });
  });

  it('ends with the termination of the worker once it is empty', async () => {
    const world = await worldWithSpot();
    await world.deliver('replace', warning);
    await world.deliver('replace', interruptionDrained({ instanceId: 'i-3', outcome: 'drained' }, { at: NOW }));
    expect((await newTypes(world)).slice(4)).toEqual(['NodeDrained', 'NodeTerminated']);
    expect(world.ec2.instances.get('i-3')?.state).toBe('terminated');
  });

  it.each([
    ['that still has pods', ['default/web-1']],
    ['on which nobody could look, as the API did not answer,', []],
  ])('leaves a worker %s its time up to the deadline', async (_what, leftPods) => {
    const world = await worldWithSpot();
    await world.deliver('replace', warning);
    const drained = interruptionDrained({ instanceId: 'i-3', outcome: 'deadline', leftPods }, { at: NOW });
    await world.deliver('replace', drained);
    expect((await newTypes(world)).slice(4)).toEqual([]);
    expect(world.ec2.instances.get('i-3')?.state).toBe('running');
  });
});

it.each([
  ['a foreign instance', spotWarning({ instanceId: 'i-foreign' }, { at: NOW })],
  ['a drain that nobody had announced', interruptionDrained({ instanceId: 'i-3', outcome: 'drained' }, { at: NOW })],
])('%s changes nothing', async (_what, event) => {
  const world = await worldWithSpot();
  await world.deliver('replace', event);
  expect(await newTypes(world)).toEqual([]);
  expect(world.ec2.instances.get('i-3')?.state).toBe('running');
});

describe('a rebalance recommendation', () => {
  const risk = spotWarning({ instanceId: 'i-3', kind: 'rebalance', deadline: null }, { at: NOW });

  it('has a stand-in launched at once, one however often it is told, and evicts nobody', async () => {
    const world = await worldWithSpot();
    await Promise.all([world.deliver('replace', risk), world.deliver('replace', risk)]);
    await world.deliver('replace', risk);
    expect(await newTypes(world)).toEqual(['NodeAtRisk', 'OfferingUnavailable', 'ScalePlanned', 'NodeLaunched']);
    expect((await world.events()).at(-1)?.data).toMatchObject({ replaces: 'i-3', capacityType: 'spot', cause: 'replacement' });
    expect(world.ec2.instances.get('i-3')?.state).toBe('running');
  });

  it('followed by an interruption finds its stand-in there', async () => {
    const world = await worldWithSpot();
    await world.deliver('replace', risk);
    await world.deliver('replace', spotWarning({ instanceId: 'i-3' }, { position: 2, at: NOW }));
    expect((await newTypes(world)).slice(4)).toEqual(['NodeDrainStarted']);
    expect(world.ec2.instances.size).toBe(4);
  });
});

it('planned work is noted for the samples to see to', async () => {
  const world = await worldWithSpot();
  const notice = maintenanceScheduled({ instanceId: 'i-3', startsAt: NOW + 86_400_000 }, { at: NOW });
  await Promise.all([world.deliver('replace', notice), world.deliver('replace', notice)]);
  expect(await newTypes(world)).toEqual(['NodeReplacementScheduled']);
});

describe('a storm of eight interruptions at one moment in a fleet of ten', () => {
  it.each(['interruption', 'rebalance'] as const)('begun by %s is answered by eight stand-ins, none twice', async (first) => {
    const world = await createWorld({}, policyWith({ workers: { min: 2, max: first === 'rebalance' ? 20 : 10 } }));
    const ids = Array.from({ length: 8 }, (_, index) => `i-s${index}`);
    await world.addWorker('i-1', 'a on-demand');
    await world.addWorker('i-2', 'b on-demand');
    for (const id of ids) await world.addWorker(id, 'c spot');
    const warn = (kind: 'interruption' | 'rebalance') =>
      Promise.all(
        ids.map((instanceId, index) =>
          world.deliver('replace', spotWarning({ instanceId, kind }, { position: index + (kind === first ? 1 : 9), at: NOW })),
        ),
      );
    await warn(first);
    if (first === 'rebalance') await warn('interruption');
    const launched = (await world.events()).flatMap((event) => (event.type === 'NodeLaunched' ? [event.data.replaces] : []));
    expect(launched.filter((replaces) => replaces !== null).sort()).toEqual(ids);
    const { joined, coming, leaving } = countFleet(await world.fleet());
    expect({ joined, coming, leaving }).toEqual({ joined: 2, coming: 8, leaving: 8 });
  });
});
