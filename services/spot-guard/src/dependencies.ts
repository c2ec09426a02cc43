import { EC2Client } from '@aws-sdk/client-ec2';
import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { createKubernetesClient } from '@smartscale/kubernetes/client';
import { credentialFromEnvironment } from '@smartscale/kubernetes/s3';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { describeEc2Worker, EC2_MAX_ATTEMPTS } from './adapters/ec2-workers.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';

/** What both functions run on in Lambda. */
export function productionDependencies(): Dependencies {
  const config = readConfig(process.env);
  const { TABLE_NAME: tableName, CLUSTER_ID: clusterId } = config;
  return {
    store: createProductionEventStore({ tableName, now: systemClock.now }),
    clusterId,
    clock: systemClock,
    telemetry: powertoolsTelemetry('spot-guard', { clusterId }),
    describeWorker: describeEc2Worker(new EC2Client({ maxAttempts: EC2_MAX_ATTEMPTS }), clusterId),
    kubernetes: createKubernetesClient({
      credential: credentialFromEnvironment(config, { now: systemClock.now }),
      timeoutMilliseconds: config.KUBERNETES_TIMEOUT_SECONDS * 1_000,
    }),
  };
}
