import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHandlers as createCapacityManager } from '@smartscale/capacity-manager/handler';
import { createHandlers as createDecisionEngine } from '@smartscale/decision-engine/handler';
import { nodeNameOf } from '@smartscale/events';
import { createHandlers as createMetricsCollector } from '@smartscale/metrics-collector/handler';
import { createHandlers as createNotifier, type MessengerPort } from '@smartscale/notifier/handler';
import { createHandlers as createOutboxRelay } from '@smartscale/outbox-relay/handler';
import { createHandlers as createProjections } from '@smartscale/projections-service/handler';
import { type RuntimePorts, readServiceWiring, type ServiceHandlers } from '@smartscale/runtime';
import { createHandlers as createSpotGuard, type DescribeWorker } from '@smartscale/spot-guard/handler';
import type { ViewStore } from '@smartscale/views';
import type { FakeEc2 } from '../world/ec2/fake-ec2.ts';
import { stateOf } from '../world/ec2/fake-instance.ts';
import type { World } from '../world/world.ts';

/** Where the services and their serverless.yml files are. */
export const SERVICES_DIRECTORY = fileURLToPath(new URL('../../../../services', import.meta.url));

/** The real handlers of all services, on the ports of a world. */
export function createServices(
  ports: RuntimePorts,
  options: {
    readonly world: World;
    readonly clusterId: string;
    readonly messenger: MessengerPort;
    readonly views: ViewStore;
  },
): ServiceHandlers {
  const { world, clusterId, messenger, views } = options;
  const { store, clock, telemetry, publish } = ports;
  const { ec2, prometheus, cluster } = world;
  const { kubernetes } = cluster;
  const given = { store, clusterId, clock, telemetry };
  return {
    'metrics-collector': createMetricsCollector({ ...given, prometheus, intervalSeconds: sampleIntervalSeconds() }),
    'decision-engine': createDecisionEngine(given),
    'capacity-manager': createCapacityManager({ ...given, compute: ec2, prices: ec2, kubernetes }),
    'spot-guard': createSpotGuard({ ...given, kubernetes, describeWorker: describeWorkerIn(ec2, clock) }),
    notifier: createNotifier({ ...given, messenger }),
    projections: createProjections({ ...given, views }),
    'outbox-relay': createOutboxRelay({ publish, clock, telemetry }),
  };
}

/** The interval that the metrics-collector's own schedule has. */
function sampleIntervalSeconds(): number {
  const file = join(SERVICES_DIRECTORY, 'metrics-collector', 'serverless.yml');
  const [schedule] = readServiceWiring(file, { stage: 'local', params: {} }).flatMap(({ schedules }) => schedules);
  if (!schedule) throw new Error(`${file} has no schedule`);
  return schedule.expression.firstAt(1) / 1_000;
}

function describeWorkerIn(ec2: FakeEc2, clock: RuntimePorts['clock']): DescribeWorker {
  return async (instanceId) => {
    const instance = ec2.instances.get(instanceId);
    if (!instance) return null;
    const { zone, instanceType } = instance;
    const isTerminated = !['pending', 'running'].includes(stateOf(instance, clock.now()));
    return { instanceId, nodeName: nodeNameOf(instanceId), zone, instanceType, isTerminated };
  };
}
