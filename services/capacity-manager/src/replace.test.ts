import { describe, expect, it } from 'vitest';
import { interruptionDrained, spotWarning } from './testing/events.ts';
import { NOW } from './testing/fleets.ts';
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

  it('leaves a worker that still has pods its time up to the deadline', async () => {
    const world = await worldWithSpot();
    await world.deliver('replace', warning);
    const drained = interruptionDrained({ instanceId: 'i-3', outcome: 'deadline', leftPods: ['default/web-1'] }, { at: NOW });
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
