import { failed, type Judgement, ok, warning } from '../finding.ts';

/** The value itself never leaves the adapter. */
export type SlackSecret = {
  readonly type: string;
  readonly holds: 'slack-webhook' | 'another-url' | 'no-url';
} | null;

/** `parameter` is the name that the notifier reads. A fleet without Slack runs, and tells nobody. */
export function judgeSlackSecret(secret: SlackSecret, parameter: string): Judgement {
  const put = `aws ssm put-parameter --name ${parameter} --type SecureString --overwrite --value file://FILE (one line: https://hooks.slack.com/services/...)`;
  if (secret === null) return warning(`there is no SSM parameter ${parameter}: nobody would be told anything`, put);
  if (secret.type !== 'SecureString') return failed(`${parameter} is a ${secret.type}: it could be read in the clear`, put);
  if (secret.holds === 'no-url') return failed(`${parameter} does not hold an https URL`, put);
  if (secret.holds === 'another-url') return warning(`${parameter} holds a URL that is not one of Slack's webhooks`, put);
  return ok(`${parameter} holds a webhook of Slack`);
}

const SLACK_WEBHOOK = /^https:\/\/hooks\.slack(-gov)?\.com\/(services|workflows|triggers)\/\S+$/;

export function whatItHolds(value: string): NonNullable<SlackSecret>['holds'] {
  if (SLACK_WEBHOOK.test(value)) return 'slack-webhook';
  // The URL is the secret: http would show it to whoever carries it.
  return URL.parse(value)?.protocol === 'https:' ? 'another-url' : 'no-url';
}
