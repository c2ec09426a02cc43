import type { EventStore, Policy } from '@smartscale/events';
import type { AwsEvent } from '@smartscale/runtime';
import type { World } from '../../world/world.ts';
import type { WorldClock } from '../../world/world-clock.ts';
import type { Hostility } from '../hostility.ts';
import type { Scenario } from '../scenario.ts';

export type DeedOptions = {
  readonly scenario: Scenario;
  readonly world: World;
  readonly clock: WorldClock;
  readonly hostility: Hostility;
  readonly publish: (notice: AwsEvent) => void;
  readonly store: EventStore;
  readonly clusterId: string;
  readonly policy: Policy;
  /** A notice is out that EC2 will take the instance then; epoch milliseconds. */
  readonly onNotice: (instanceId: string, takenAt: number) => void;
};

/** What a fault does when it begins, and when it ends. */
export type Deed = { readonly begin: () => void; readonly end?: () => void };
