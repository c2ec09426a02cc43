import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ComputePort,
  createHandlers as createCapacityManager,
  type PricePort,
} from '@smartscale/capacity-manager/handler';
import { createHandlers as createDecisionEngine } from '@smartscale/decision-engine/handler';
import { nodeNameOf } from '@smartscale/events';
import type { KubernetesPort } from '@smartscale/kubernetes';
import { createHandlers as createMetricsCollector, type PrometheusPort } from '@smartscale/metrics-collector/handler';
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

/** All that the services touch. */
export type ServicePorts = Pick<RuntimePorts, 'store' | 'clock' | 'telemetry' | 'publish' | 'setAside'> & {
  readonly clusterId: string;
  readonly compute: ComputePort;
  readonly prices: PricePort;
  readonly prometheus: PrometheusPort;
  readonly kubernetes: KubernetesPort;
  readonly lookups: { readonly describeWorker: DescribeWorker };
  readonly messenger: MessengerPort;
  readonly views: ViewStore;
};

/** The real handlers of all services. */
export function createServices(ports: ServicePorts): ServiceHandlers {
  const { store, clusterId, clock, telemetry, publish, setAside, compute, prices, prometheus, kubernetes, messenger, views } =
    ports;
  const { describeWorker } = ports.lookups;
  const given = { store, clusterId, clock, telemetry };
  return {
    'metrics-collector': createMetricsCollector({ ...given, prometheus, intervalSeconds: sampleIntervalSeconds() }),
    'decision-engine': createDecisionEngine(given),
    'capacity-manager': createCapacityManager({ ...given, compute, prices, kubernetes }),
    'spot-guard': createSpotGuard({ ...given, kubernetes, describeWorker }),
    notifier: createNotifier({ ...given, messenger }),
    projections: createProjections({ ...given, views }),
    'outbox-relay': createOutboxRelay({ publish, setAside, clock, telemetry }),
  };
}

/** The ports that a world answers. */
export function portsOfWorld({ ec2, prometheus, cluster }: World, clock: RuntimePorts['clock']) {
  const lookups = { describeWorker: describeWorkerIn(ec2, clock) };
  return { compute: ec2, prices: ec2, prometheus, kubernetes: cluster.kubernetes, lookups };
}

/** The interval that the metrics-collector's own schedule has. */
function sampleIntervalSeconds(): number {
  sampleInterval ??= readSampleInterval();
  return sampleInterval;
}

let sampleInterval: number | undefined;

function readSampleInterval(): number {
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
