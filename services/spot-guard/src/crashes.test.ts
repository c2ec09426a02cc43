import type { RecordedEvent } from '@smartscale/events';
import { Killed, lifeUntil } from '@smartscale/lambda/testing';
import { describe, expect, it } from 'vitest';
import { ec2Notice, rebalanceNotice } from './testing/notices.ts';
import { createWorld, NODE, type World } from './testing/world.ts';

/** Far beyond the work of both functions: reaching it means that the harness never ends. */
const MAX_MOMENTS = 400;

async function inhabited(): Promise<World> {
  const world = createWorld();
  world.cluster.deploy({ name: 'web', replicas: 4, cores: 0.5, bytes: 1e8, stopSeconds: 12 });
  world.cluster.setBudget({ deployment: 'web', maxUnavailable: 1 });
  world.passTo(1);
  world.addRefuge();
  return world;
}

/** Runs it in a process that dies at that moment. Whether it did. */
async function dies(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

const warningOf = async (world: World) => (await world.events())[0] as RecordedEvent;

async function expectSettled(world: World): Promise<void> {
  const events = await world.events();
  expect(events.map(({ type }) => type)).toEqual(['SpotWarning', 'InterruptionDrained']);
  expect(events[1]).toMatchObject({ data: { outcome: 'drained', forcedPods: 0, leftPods: [] } });
  expect(world.cluster.pods().filter(({ nodeName }) => nodeName === NODE)).toEqual([]);
  expect(world.cluster.pods()).toHaveLength(4);
}

describe('killed before or after any call to the outside, and delivered again', () => {
  it('guard warns once', async () => {
    let moment = 1;
    for (; moment < MAX_MOMENTS; moment += 1) {
      const world = await inhabited();
      const died = await dies(world.guard(ec2Notice(), lifeUntil(moment)));
      if (died) await world.guard(ec2Notice());
      expect((await world.events()).map(({ type }) => type)).toEqual(['SpotWarning']);
      if (!died) break;
    }
    expect(moment).toBeGreaterThan(6);
    expect(moment).toBeLessThan(MAX_MOMENTS);
  });

  it('drain cordons a worker at risk', async () => {
    let moment = 1;
    for (; moment < MAX_MOMENTS; moment += 1) {
      const world = await inhabited();
      await world.guard(rebalanceNotice());
      const warning = await warningOf(world);
      const died = await dies(world.drain(warning, lifeUntil(moment)));
      if (died) await world.drain(warning);
      const [node] = await world.cluster.kubernetes.listNodes();
      expect(node).toMatchObject({ cordoned: true, cordonedFor: 'risk until 2026-11-24T08:20:00.000Z' });
      if (!died) break;
    }
    expect(moment).toBeGreaterThan(4);
  });

  it('drain goes on where the node is, and records one end', async () => {
    let moment = 1;
    for (; moment < MAX_MOMENTS; moment += 1) {
      const world = await inhabited();
      await world.guard(ec2Notice());
      const warning = await warningOf(world);
      const died = await dies(world.drain(warning, lifeUntil(moment)));
      if (died) await world.drain(warning);
      await expectSettled(world);
      if (!died) break;
    }
    expect(moment).toBeGreaterThan(40);
    expect(moment).toBeLessThan(MAX_MOMENTS);
  });
});
