import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { authorizationFile } from './adapters/authorization-file.ts';
import { prometheusHttp } from './adapters/prometheus-http.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';

/** What the service runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const config = readConfig(process.env);
  const { TABLE_NAME: tableName, PROMETHEUS_AUTHORIZATION_FILE: file } = config;
  return {
    store: createProductionEventStore({ tableName, now: systemClock.now }),
    clusterId: config.CLUSTER_ID,
    clock: systemClock,
    telemetry: powertoolsTelemetry('metrics-collector', { clusterId: config.CLUSTER_ID }),
    prometheus: prometheusHttp({
      url: config.PROMETHEUS_URL,
      settings: { url: 'PROMETHEUS_URL', authorization: 'PROMETHEUS_AUTHORIZATION_FILE' },
      timeoutSeconds: config.PROMETHEUS_TIMEOUT_SECONDS,
      ...(file === undefined ? {} : { authorization: authorizationFile(file) }),
    }),
    intervalSeconds: config.INTERVAL_SECONDS,
  };
}
