import { ConfigurationError } from '../errors.ts';
import { checkPrivate, readPrivateLine } from './private-file.ts';
import type { Configuration } from './schema.ts';

/** How the file with the webhook is called towards people. */
const SLACK_SECRET = 'the Slack webhook (notices.slackWebhookFile)';

/** ConfigurationError when a file with a secret is missing, open to others than its owner, or not what it should be. */
export async function checkSecrets({ kubernetes, prometheus, notices }: Configuration): Promise<void> {
  await checkPrivate(kubernetes.credentialFile, 'the credential of the K3s API (kubernetes.credentialFile)');
  if (prometheus.authorizationFile !== undefined) {
    await checkPrivate(prometheus.authorizationFile, 'the Authorization header (prometheus.authorizationFile)');
  }
  if (notices.slackWebhookFile !== undefined) await readSlackWebhook(notices.slackWebhookFile);
}

/** The webhook's URL. */
export async function readSlackWebhook(path: string): Promise<string> {
  const url = await readPrivateLine(path, SLACK_SECRET);
  if (URL.parse(url)?.protocol === 'https:') return url;
  throw new ConfigurationError(`${SLACK_SECRET}: ${path} must hold https://hooks.slack.com/...`);
}
