import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { eventBridgePublish } from './adapters/eventbridge.ts';
import { failureQueue } from './adapters/failure-queue.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';

/** What the relay runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const { busName, clusterId, failureQueueUrl } = readConfig(process.env);
  return {
    publish: eventBridgePublish(new EventBridgeClient({}), busName),
    setAside: failureQueue(failureQueueUrl),
    clock: systemClock,
    telemetry: powertoolsTelemetry('outbox-relay', { clusterId }),
  };
}
