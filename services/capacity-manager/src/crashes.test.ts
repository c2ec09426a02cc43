import type { Policy, RecordedEvent } from '@smartscale/events';
import { Killed, lifeUntil } from '@smartscale/lambda/testing';
import { describe, expect, it } from 'vitest';
import {
  instanceStopped,
  interruptionDrained,
  maintenanceScheduled,
  metricsMissed,
  scaleDecided,
  spotWarning,
} from './testing/events.ts';
import { NOW, policyWith } from './testing/fleets.ts';
import { createWorld, type World } from './testing/world.ts';

/** Far beyond the longest scenario: reaching it means that the harness never ends. */
const MAX_MOMENTS = 600;
/** Too few for a fleet to be found at rest, which would begin other repairs. */
const TICKS_AFTER = 12;
const RISK = 'risk until 2026-11-24T12:20:00.000Z';
/** The fleet of these scenarios has this mix, so that only those repair that are about it. */
const policy = policyWith({ mix: { onDemandBase: 2, spotPercentAboveBase: 100 } });

type Scenario = {
  readonly name: 'scale' | 'replace' | 'reconcile';
  readonly prepare: (world: World) => Promise<void> | void;
  readonly event: () => RecordedEvent;
  readonly ticksAfter?: number;
  readonly policy?: Policy;
  /** Workers in place of the usual two On-Demand and two Spot ones. */
  readonly workers?: Readonly<Record<string, `${string} ${'spot' | 'on-demand'}`>>;
  /** Sizes that are right in the end. */
  readonly workersAfter: readonly number[];
};

const USUAL = { 'i-base-1': 'a on-demand', 'i-base-2': 'b on-demand', 'i-spot-1': 'a spot', 'i-spot-2': 'c spot' } as const;
const WITHOUT_BASE = { 'i-base-2': 'b on-demand', 'i-spot-1': 'a spot', 'i-spot-2': 'c spot' } as const;

const scenarios: Record<string, Scenario> = {
  'a scale-up of two': {
    name: 'scale',
    prepare: () => undefined,
    event: () => scaleDecided({ action: 'up', from: 4, to: 6 }, { position: 1, at: NOW }),
    workersAfter: [6, 4],
  },
  'a scale-up that falls back to other offerings': {
    name: 'scale',
    prepare: ({ ec2 }) => void ['a/spot', 'b/spot', 'c/spot', 'a/on-demand'].map((place) => ec2.exhausted.add(place)),
    event: () => scaleDecided({ action: 'up', from: 4, to: 5 }, { position: 1, at: NOW }),
    workersAfter: [5, 4],
  },
  'a scale-down of one': {
    name: 'scale',
    prepare({ cluster, clock }) {
      cluster.deploy({ name: 'web', replicas: 6, cores: 0.9, bytes: 1e8 });
      clock.advance(10_000);
    },
    event: () => scaleDecided({ action: 'down', from: 4, to: 3 }, { position: 1, at: NOW }),
    workersAfter: [3, 4],
  },
  'a scale-down that a budget forbids': {
    name: 'scale',
    prepare({ cluster, clock }) {
      cluster.deploy({ name: 'web', replicas: 8, cores: 0.9, bytes: 1e8 });
      cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
      clock.advance(10_000);
    },
    event: () => scaleDecided({ action: 'down', from: 4, to: 3 }, { position: 1, at: NOW }),
    workersAfter: [4],
  },
  'a replacement of an interrupted worker': {
    name: 'replace',
    prepare: () => undefined,
    event: () => spotWarning({ instanceId: 'i-spot-1' }, { at: NOW }),
    workersAfter: [4],
  },
  'the end of an interruption': {
    name: 'replace',
    prepare: (world) => world.deliver('replace', spotWarning({ instanceId: 'i-spot-1' }, { at: NOW })),
    event: () => interruptionDrained({ instanceId: 'i-spot-1', outcome: 'drained' }, { at: NOW }),
    workersAfter: [4],
  },
  'a recommendation': {
    name: 'replace',
    prepare: (world) => world.cluster.kubernetes.cordon('worker-i-spot-1', RISK),
    event: () => spotWarning({ instanceId: 'i-spot-1', kind: 'rebalance', deadline: null }, { at: NOW }),
    // The stand-in stays when nothing has followed: the next scale-down takes what is too many.
    workersAfter: [5, 4],
  },
  'an interruption that follows a recommendation': {
    name: 'replace',
    async prepare(world) {
      await world.deliver('replace', spotWarning({ instanceId: 'i-spot-1', kind: 'rebalance', deadline: null }, { at: NOW }));
      await world.cluster.kubernetes.cordon('worker-i-spot-1', RISK);
    },
    event: () => spotWarning({ instanceId: 'i-spot-1' }, { position: 2, at: NOW }),
    // Untold, it is only at risk.
    workersAfter: [4, 5],
  },
  'the end of a risk': {
    name: 'reconcile',
    ticksAfter: 4,
    async prepare(world) {
      await world.deliver('replace', spotWarning({ instanceId: 'i-spot-1', kind: 'rebalance', deadline: null }, { at: NOW }));
      await world.cluster.kubernetes.cordon('worker-i-spot-1', RISK);
      world.clock.advance(1_200_000);
      world.play();
    },
    event: () => metricsMissed({ position: 1, at: NOW + 1_200_000 }),
    workersAfter: [5],
  },
  'two workers whose machines stop': {
    name: 'reconcile',
    prepare(world) {
      world.ec2.set('i-base-1', 'terminated');
      world.ec2.set('i-spot-1', 'terminated');
    },
    event: () => instanceStopped({ instanceId: 'i-spot-1' }, { at: NOW }),
    workersAfter: [4],
  },
  'the notice of planned work': {
    name: 'replace',
    prepare: () => undefined,
    event: () => maintenanceScheduled({ instanceId: 'i-spot-1', startsAt: NOW + 86_400_000 }, { at: NOW }),
    workersAfter: [4],
  },
  'an exchange before planned work': {
    name: 'reconcile',
    prepare: (world) =>
      world.deliver('replace', maintenanceScheduled({ instanceId: 'i-spot-1', startsAt: NOW + 86_400_000 }, { at: NOW })),
    event: () => metricsMissed({ position: 2, at: NOW }),
    workersAfter: [4],
  },
  'planned work that is near, at the maximum': {
    name: 'reconcile',
    policy: policyWith({ mix: policy.mix, workers: { min: 2, max: 4 } }),
    prepare: (world) =>
      world.deliver('replace', maintenanceScheduled({ instanceId: 'i-spot-1', startsAt: NOW + 900_000 }, { at: NOW })),
    event: () => metricsMissed({ position: 2, at: NOW }),
    workersAfter: [4],
  },
  'a reconcile that joins, adopts, loses and drops': {
    name: 'reconcile',
    async prepare(world) {
      await world.deliver('scale', scaleDecided({ action: 'up', from: 4, to: 6 }, { position: 1, at: NOW }));
      world.ec2.add({ instanceId: 'i-stranger', zone: 'c' });
      world.ec2.set('i-spot-2', 'terminated');
      world.clock.advance(70_000);
      world.play();
    },
    event: () => metricsMissed({ position: 1, at: NOW }),
    workersAfter: [7],
  },
  'a repair of the On-Demand base': {
    name: 'reconcile',
    workers: WITHOUT_BASE,
    prepare: () => undefined,
    event: () => metricsMissed({ position: 2, at: NOW }),
    workersAfter: [3],
  },
  'a repair that may not exceed the maximum': {
    name: 'reconcile',
    policy: policyWith({ mix: policy.mix, workers: { min: 2, max: 3 } }),
    workers: WITHOUT_BASE,
    prepare: () => undefined,
    event: () => metricsMissed({ position: 2, at: NOW }),
    workersAfter: [3],
  },
  'the exchange at the end of a repair': {
    name: 'reconcile',
    workers: WITHOUT_BASE,
    async prepare(world) {
      for (const position of [2, 3]) {
        await world.deliver('reconcile', metricsMissed({ position, at: NOW }));
        world.clock.advance(70_000);
        world.play();
      }
    },
    event: () => metricsMissed({ position: 4, at: NOW }),
    workersAfter: [3],
  },
};

async function inhabited(scenario: Scenario): Promise<World> {
  const world = await createWorld({}, scenario.policy ?? policy);
  for (const [instanceId, place] of Object.entries(scenario.workers ?? USUAL)) await world.addWorker(instanceId, place);
  await scenario.prepare(world);
  return world;
}

/** Dies at a moment. Whether it did. */
async function diesAt(moment: number, scenario: Scenario, world: World): Promise<boolean> {
  try {
    await world.deliver(scenario.name, scenario.event(), { life: lifeUntil(moment) });
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

async function settle(world: World, ticks = TICKS_AFTER): Promise<void> {
  for (let tick = 1; tick <= ticks; tick += 1) {
    world.clock.advance(120_000);
    world.play();
    await world.deliver('reconcile', metricsMissed({ position: 100 + tick, at: world.clock.now() }));
  }
}

async function problemsOf(world: World, scenario: Scenario): Promise<readonly string[]> {
  const state = await world.fleet();
  const running = [...world.ec2.instances.values()].filter((instance) => instance.state === 'running');
  const launchIds = [...world.ec2.instances.values()].flatMap(({ launchId }) => launchId ?? []);
  const nodes = await world.cluster.kubernetes.listNodes();
  const ids = (list: readonly { readonly instanceId: string }[]) =>
    list
      .map(({ instanceId }) => instanceId)
      .sort()
      .join(' ');
  const known = Object.values(state.workers);
  const onDemand = known.filter(({ capacityType }) => capacityType === 'on-demand');
  return [
    ...(new Set(launchIds).size === launchIds.length ? [] : ['a launch has two instances']),
    ...(ids(running) === ids(known) ? [] : [`running: ${ids(running)}, known: ${ids(known)}`]),
    ...known.filter(({ status }) => status !== 'joined').map(({ instanceId, status }) => `${instanceId} is ${status}`),
    ...nodes.filter(({ cordoned }) => cordoned).map(({ name }) => `${name} is cordoned`),
    ...nodes
      .filter(({ name }) => name !== 'server' && !known.some((worker) => worker.nodeName === name))
      .map(({ name }) => `${name} is left over`),
    ...state.operations.map(({ operationId }) => `operation ${operationId} has not ended`),
    ...(onDemand.length < policy.mix.onDemandBase ? [`${onDemand.length} workers are On-Demand`] : []),
    ...(scenario.workersAfter.includes(known.length) ? [] : [`there are ${known.length} workers`]),
  ];
}

describe.each(Object.entries(scenarios))('%s', (_title, scenario) => {
  it.each([
    ['never delivered again', false],
    ['delivered again', true],
  ])('killed before or after any call to the outside and %s, it is finished or undone', async (_how, again) => {
    const failures: string[] = [];
    let moment = 1;
    for (; moment < MAX_MOMENTS; moment += 1) {
      const world = await inhabited(scenario);
      const died = await diesAt(moment, scenario, world);
      // Capacity is back: whoever goes on now would be served where the one before was not.
      world.ec2.exhausted.clear();
      if (again) {
        world.clock.advance(60_000);
        world.play();
        await world.deliver(scenario.name, scenario.event());
      }
      await settle(world, scenario.ticksAfter);
      failures.push(...(await problemsOf(world, scenario)).map((problem) => `killed at ${moment}: ${problem}`));
      if (!died) break;
    }
    expect(failures).toEqual([]);
    expect(moment).toBeGreaterThan(4);
    expect(moment).toBeLessThan(MAX_MOMENTS);
  });
});
