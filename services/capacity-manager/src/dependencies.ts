import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { createKubernetesClient } from '@smartscale/kubernetes/client';
import { credentialFromEnvironment } from '@smartscale/kubernetes/s3';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { ec2Compute } from './adapters/ec2.ts';
import { createEc2Client } from './adapters/ec2-client.ts';
import { ec2Prices } from './adapters/prices.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './session.ts';

/** What the service runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const config = readConfig(process.env);
  const { now } = systemClock;
  const ec2 = createEc2Client({ useDualStack: config.useDualStack });
  return {
    store: createProductionEventStore({ tableName: config.TABLE_NAME, now }),
    clusterId: config.CLUSTER_ID,
    clock: systemClock,
    telemetry: powertoolsTelemetry('capacity-manager', { clusterId: config.CLUSTER_ID }),
    compute: ec2Compute(ec2, { launchTemplate: config.LAUNCH_TEMPLATE, subnetOfZone: config.WORKER_SUBNETS, now }),
    prices: ec2Prices(ec2, { onDemandPrices: config.onDemandPrices, now }),
    kubernetes: createKubernetesClient({
      credential: credentialFromEnvironment(config, { now }),
      timeoutMilliseconds: config.KUBERNETES_TIMEOUT_SECONDS * 1_000,
    }),
  };
}
