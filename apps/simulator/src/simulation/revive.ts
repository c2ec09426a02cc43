import type { Worker } from '@smartscale/projections/fleet';
import { type FakeInstance, type LifeOptions, turnsOf } from '../world/ec2/fake-instance.ts';
import { randomStream } from '../world/random.ts';

const SECOND = 1_000;

/**
 * An instance as a fleet stream remembers it: one that had joined has its node at once, one that had not joins within a minute.
 * What fate had in store for it is drawn anew.
 */
export function reviveInstance(
  worker: Worker,
  options: { readonly seed: string | number; readonly now: number; readonly life: LifeOptions },
): FakeInstance {
  const { instanceId, launchId, zone, capacityType, instanceType, pricePerHourUsd } = worker;
  const { seed, now, life } = options;
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
