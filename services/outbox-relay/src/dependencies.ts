import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { eventBridgePublish } from './adapters/eventbridge.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';

/** What the relay runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const { busName, clusterId } = readConfig(process.env);
  return {
    publish: eventBridgePublish(new EventBridgeClient({}), busName),
    clock: systemClock,
    telemetry: powertoolsTelemetry('outbox-relay', { clusterId }),
  };
}
