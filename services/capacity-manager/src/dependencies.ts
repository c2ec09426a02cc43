import { EC2Client } from '@aws-sdk/client-ec2';
import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { createKubernetesClient, credentialFromFile } from '@smartscale/kubernetes/client';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { ec2Compute } from './adapters/ec2.ts';
import { ec2Prices } from './adapters/prices.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './session.ts';

/** Three attempts of at most 10 seconds: half of the time for which a launch is claimed, so that no call outlives the claim. */
const EC2_MAX_ATTEMPTS = 3;
const EC2_TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true };

/** What the service runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const config = readConfig(process.env);
  const { now } = systemClock;
  const ec2 = new EC2Client({
    maxAttempts: EC2_MAX_ATTEMPTS,
    requestHandler: EC2_TIMEOUTS,
    useDualstackEndpoint: config.useDualStack,
  });
  return {
    store: createProductionEventStore({ tableName: config.TABLE_NAME, now }),
    clusterId: config.CLUSTER_ID,
    clock: systemClock,
    telemetry: powertoolsTelemetry('capacity-manager'),
    compute: ec2Compute(ec2, { launchTemplateName: config.LAUNCH_TEMPLATE_NAME, subnetOfZone: config.WORKER_SUBNETS, now }),
    prices: ec2Prices(ec2, { onDemandPrices: config.onDemandPrices, now }),
    kubernetes: createKubernetesClient({
      credential: credentialFromFile(config.KUBERNETES_CREDENTIAL_FILE, { now }),
      timeoutMilliseconds: config.KUBERNETES_TIMEOUT_SECONDS * 1_000,
    }),
  };
}
