import { SSMClient } from '@aws-sdk/client-ssm';
import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { slackBot } from './adapters/slack-bot.ts';
import { slackWebhook } from './adapters/slack-webhook.ts';
import { ssmSecret } from './adapters/ssm-secret.ts';
import { type Config, readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';
import type { MessengerPort } from './ports.ts';

const SLACK_TIMEOUT_SECONDS = 10;

/** What the service runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const config = readConfig(process.env);
  const { TABLE_NAME: tableName, CLUSTER_ID: clusterId, CONSOLE_URL: consoleUrl } = config;
  return {
    store: createProductionEventStore({ tableName, now: systemClock.now }),
    clusterId,
    clock: systemClock,
    telemetry: powertoolsTelemetry('notifier', { clusterId }),
    messenger: messengerOf(config),
    consoleUrl: consoleUrl === '' ? null : consoleUrl,
    reportTime: { hour: config.REPORT_HOUR, timeZone: config.REPORT_TIME_ZONE },
  };
}

/** A bot where a channel is named for it, else the webhook. */
function messengerOf({ SLACK_CHANNEL: channel, SLACK_TOKEN_PARAMETER, SLACK_WEBHOOK_PARAMETER }: Config): MessengerPort {
  const client = new SSMClient({});
  const timeoutSeconds = SLACK_TIMEOUT_SECONDS;
  if (channel === '') {
    const url = { name: SLACK_WEBHOOK_PARAMETER, isRight: URL.canParse, expected: 'a URL' };
    return slackWebhook({ url: ssmSecret(client, url), timeoutSeconds });
  }
  const isRight = (value: string) => /^xox[bp]-\S+$/.test(value);
  const token = { name: SLACK_TOKEN_PARAMETER, isRight, expected: 'a bot token (xoxb-...)' };
  return slackBot({ token: ssmSecret(client, token), channel, timeoutSeconds });
}
