import type { ChangeFeed, EventStore } from '@smartscale/events';
import type { Scene } from '../checkers/invariant.ts';
import type { ServicePorts } from '../simulation/services.ts';

type Store = EventStore & ChangeFeed;
export type OutsidePorts = Pick<ServicePorts, 'compute' | 'kubernetes' | 'messenger'>;

/** Makes one part of a story misbehave: how an invariant is seen to be able to fail. */
export type Sabotage = {
  /** What EC2, the K3s API or the channel do in truth: they break their word. */
  readonly outside?: (ports: OutsidePorts, scene: Omit<Scene, 'report'>) => Partial<OutsidePorts>;
  /** What the services ask for: one of them does what it must not. */
  readonly services?: (ports: ServicePorts, scene: Omit<Scene, 'report'>) => Partial<ServicePorts>;
  /** The store itself. */
  readonly store?: (store: Store) => Store;
};
