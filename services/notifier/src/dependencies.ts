import { SSMClient } from '@aws-sdk/client-ssm';
import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { slackWebhook } from './adapters/slack-webhook.ts';
import { ssmSecret } from './adapters/ssm-secret.ts';
import { readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';

const SLACK_TIMEOUT_SECONDS = 10;

/** What the service runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const { TABLE_NAME: tableName, CLUSTER_ID: clusterId, SLACK_WEBHOOK_PARAMETER: parameter } = readConfig(process.env);
  return {
    store: createProductionEventStore({ tableName, now: systemClock.now }),
    clusterId,
    clock: systemClock,
    telemetry: powertoolsTelemetry('notifier', { clusterId }),
    messenger: slackWebhook({ url: ssmSecret(new SSMClient({}), parameter), timeoutSeconds: SLACK_TIMEOUT_SECONDS }),
  };
}
