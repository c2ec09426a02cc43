import { silent } from '@smartscale/lambda';
import type { MessengerPort } from '@smartscale/notifier/handler';
import type { RuntimePorts, VirtualClock } from '@smartscale/runtime';
import type { ViewStore } from '@smartscale/views';
import type { Court } from '../../checkers/court.ts';
import type { Scene } from '../../checkers/invariant.ts';
import { portsOfWorld, type ServicePorts } from '../../simulation/services.ts';
import type { World } from '../../world/world.ts';
import type { Deeds } from '../deeds.ts';
import type { Hostility } from '../hostility.ts';
import type { OutsidePorts, Sabotage } from '../sabotage.ts';
import { hostileEc2 } from './hostile-ec2.ts';
import { hostileKubernetes } from './hostile-kubernetes.ts';
import { hostileClock, hostileMessenger, hostilePublish } from './hostile-outside.ts';
import { hostilePrometheus } from './hostile-prometheus.ts';
import { hostileStore } from './hostile-store.ts';
import { scarceEc2 } from './scarce-ec2.ts';
import { witnessCompute, witnessKubernetes, witnessMessenger, witnessPublish } from './witness.ts';

const RELIABLE: MessengerPort = { channel: 'torture', send: async () => ({ kind: 'sent' }) };

/**
 * All ports of the services, in layers. From the world outwards: the world itself, its sabotage, the witness that sees every effect, the faults,
 * and the sabotage of a service.
 */
export function hostilePorts(options: {
  readonly given: RuntimePorts;
  readonly clusterId: string;
  readonly world: World;
  readonly clock: VirtualClock;
  readonly hostility: Hostility;
  readonly deeds: Deeds;
  readonly court: Court;
  readonly scene: Omit<Scene, 'report'>;
  readonly sabotage: Sabotage;
  readonly views: ViewStore;
}): ServicePorts {
  const { given, clusterId, world, clock, hostility, deeds, court, scene, sabotage, views } = options;
  const { prices, lookups, kubernetes, prometheus } = portsOfWorld(world, clock);
  const compute = scarceEc2(world.ec2, hostility, deeds.isZoneLost);
  const plain: OutsidePorts = { compute, kubernetes, messenger: RELIABLE };
  const outside = { ...plain, ...sabotage.outside?.(plain, scene) };
  const isAlive = (instanceId: string) => world.ec2.instances.get(instanceId)?.endedAt === null;
  const ports: ServicePorts = {
    ...{ clusterId, telemetry: silent, views, prices, lookups },
    store: hostileStore(given.store, hostility),
    clock: hostileClock(clock, hostility),
    setAside: given.setAside,
    publish: hostilePublish(witnessPublish(given.publish, court), hostility),
    compute: hostileEc2(witnessCompute(outside.compute, court, isAlive), hostility, clock),
    kubernetes: hostileKubernetes(witnessKubernetes(outside.kubernetes, court, scene.pods), hostility, clock),
    prometheus: hostilePrometheus(prometheus, hostility),
    messenger: hostileMessenger(witnessMessenger(outside.messenger, court), hostility),
  };
  return { ...ports, ...sabotage.services?.(ports, scene) };
}
