import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHandlers as createCapacityManager } from '@smartscale/capacity-manager/handler';
import { createHandlers as createDecisionEngine } from '@smartscale/decision-engine/handler';
import { createHandlers as createMetricsCollector } from '@smartscale/metrics-collector/handler';
import { createHandlers as createNotifier } from '@smartscale/notifier/handler';
import { createHandlers as createOutboxRelay } from '@smartscale/outbox-relay/handler';
import { createHandlers as createProjections } from '@smartscale/projections-service/handler';
import { type RuntimePorts, readServiceWiring, type ServiceHandlers } from '@smartscale/runtime';
import { createHandlers as createSpotGuard } from '@smartscale/spot-guard/handler';
import type { ViewStore } from '@smartscale/views';
import type { Outside } from './outside/outside.ts';

/** Where the services and their serverless.yml files are. */
export const SERVICES_DIRECTORY = fileURLToPath(new URL('../../../services', import.meta.url));

/** The handlers of all services, as they run in Lambda, on the real things outside. */
export function createServices(
  ports: RuntimePorts,
  { clusterId, outside, views }: { readonly clusterId: string; readonly outside: Outside; readonly views: ViewStore },
): ServiceHandlers {
  const { store, clock, telemetry, publish, setAside } = ports;
  const { prometheus, kubernetes, compute, prices, describeWorker, messenger, consoleUrl } = outside;
  const given = { store, clusterId, clock, telemetry };
  return {
    'metrics-collector': createMetricsCollector({ ...given, prometheus, intervalSeconds: sampleIntervalSeconds(clusterId) }),
    'decision-engine': createDecisionEngine(given),
    'capacity-manager': createCapacityManager({ ...given, compute, prices, kubernetes }),
    'spot-guard': createSpotGuard({ ...given, kubernetes, describeWorker }),
    notifier: createNotifier({ ...given, messenger, consoleUrl }),
    projections: createProjections({ ...given, views }),
    'outbox-relay': createOutboxRelay({ publish, setAside, clock, telemetry }),
  };
}

/** What the metrics-collector is told in Lambda. */
export function sampleIntervalSeconds(clusterId: string): number {
  const file = join(SERVICES_DIRECTORY, 'metrics-collector', 'serverless.yml');
  const [sample] = readServiceWiring(file, { stage: 'local', params: { clusterId } });
  const seconds = Number(sample?.environment['INTERVAL_SECONDS']);
  if (seconds > 0) return seconds;
  throw new Error(`${file} has no INTERVAL_SECONDS`);
}
