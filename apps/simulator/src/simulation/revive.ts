import { CORDONED_FOR_SCALE_DOWN } from '@smartscale/capacity-manager/core';
import { nodeNameOf } from '@smartscale/events';
import type { FleetState, Worker } from '@smartscale/projections/fleet';
import { type FakeInstance, type LifeOptions, turnsOf } from '../world/ec2/fake-instance.ts';
import { randomStream } from '../world/random.ts';
import type { World } from '../world/world.ts';

const SECOND = 1_000;

type ReviveOptions = { readonly seed: string | number; readonly now: number; readonly life: LifeOptions };

/** Brings the instances of a fleet stream back into a new world, with their nodes, cordoned where they were draining. */
export async function reviveFleet(fleet: FleetState, options: ReviveOptions & { readonly world: World }): Promise<void> {
  const { world } = options;
  for (const worker of Object.values(fleet.workers)) {
    world.adopt(reviveInstance(worker, options));
    if (worker.status !== 'draining' && worker.status !== 'drained') continue;
    const reason = worker.cause === 'scale-down' ? CORDONED_FOR_SCALE_DOWN : worker.cause;
    await world.cluster.kubernetes.cordon(nodeNameOf(worker.instanceId), reason);
  }
}

/**
 * An instance as a fleet stream remembers it: one that had joined has its node at once, one that had not joins within a minute.
 * What fate has in store for it is drawn anew.
 */
export function reviveInstance(worker: Worker, { seed, now, life }: ReviveOptions): FakeInstance {
  const { instanceId, launchId, zone, capacityType, instanceType, pricePerHourUsd } = worker;
  const random = randomStream(seed, `revived/${instanceId}/${now}`);
  const readyAt = worker.status === 'launched' ? now + Math.round(random.between(20, 60) * SECOND) : now;
  return {
    ...{ instanceId, launchId, zone, capacityType, instanceType, pricePerHourUsd, readyAt },
    ...{ launchedAt: Date.parse(worker.launchedAt), shownAt: now, runningAt: now },
    turns: turnsOf(worker, { begin: readyAt, random, life }),
    endedAt: null,
    endCause: null,
  };
}
