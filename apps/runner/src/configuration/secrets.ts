import { ConfigurationError } from '../errors.ts';
import { checkPrivate, readPrivateLine } from './private-file.ts';
import type { Configuration } from './schema.ts';

/** How the files with Slack's secrets are called towards people. */
const SLACK_SECRET = 'the Slack webhook (notices.slackWebhookFile)';
const SLACK_TOKEN = 'the token of the Slack bot (notices.slackTokenFile)';

/** ConfigurationError when a file with a secret is missing, open to others than its owner, or not what it should be. */
export async function checkSecrets({ kubernetes, prometheus, notices }: Configuration): Promise<void> {
  await checkPrivate(kubernetes.credentialFile, 'the credential of the K3s API (kubernetes.credentialFile)');
  if (prometheus.authorizationFile !== undefined) {
    await checkPrivate(prometheus.authorizationFile, 'the Authorization header (prometheus.authorizationFile)');
  }
  if (notices.slackWebhookFile !== undefined) await readSlackWebhook(notices.slackWebhookFile);
  if (notices.slackTokenFile !== undefined) await readSlackToken(notices.slackTokenFile);
}

/** The webhook's URL. */
export async function readSlackWebhook(path: string): Promise<string> {
  const url = await readPrivateLine(path, SLACK_SECRET);
  if (URL.parse(url)?.protocol === 'https:') return url;
  throw new ConfigurationError(`${SLACK_SECRET}: ${path} must hold https://hooks.slack.com/...`);
}

/** The bot's token. */
export async function readSlackToken(path: string): Promise<string> {
  const token = await readPrivateLine(path, SLACK_TOKEN);
  if (/^xox[bp]-/.test(token)) return token;
  throw new ConfigurationError(`${SLACK_TOKEN}: ${path} must hold xoxb-...`);
}
