import { failed, type Judgement, ok, warning } from '../finding.ts';

/** The value itself never leaves the adapter. */
export type SlackSecret = {
  readonly type: string;
  readonly holds: 'slack-webhook' | 'bot-token' | 'another-url' | 'neither';
} | null;

/** `parameter` is the name that the notifier reads. A fleet without Slack runs, and tells nobody. */
export function judgeSlackSecret(secret: SlackSecret, parameter: string): Judgement {
  const put = putting(parameter, 'https://hooks.slack.com/services/...');
  if (secret === null) return warning(`there is no SSM parameter ${parameter}: nobody would be told anything`, put);
  if (secret.type !== 'SecureString') return failed(`${parameter} is a ${secret.type}: it could be read in the clear`, put);
  if (secret.holds === 'bot-token') {
    return failed(`${parameter} holds a bot token: it belongs into another parameter, beside a channel`, 'see docs/slack.md');
  }
  if (secret.holds === 'neither') return failed(`${parameter} does not hold an https URL`, put);
  if (secret.holds === 'another-url') return warning(`${parameter} holds a URL that is not one of Slack's webhooks`, put);
  return ok(`${parameter} holds a webhook of Slack`);
}

/** Where a channel is named the notifier speaks as a bot, and reads this parameter in place of the webhook. */
export function judgeSlackToken(secret: SlackSecret, parameter: string, channel: string): Judgement {
  const put = putting(parameter, 'xoxb-...');
  if (secret === null) return failed(`there is no SSM parameter ${parameter}, and ${channel} is to be told by a bot`, put);
  if (secret.type !== 'SecureString') return failed(`${parameter} is a ${secret.type}: it could be read in the clear`, put);
  if (secret.holds !== 'bot-token') return failed(`${parameter} does not hold a bot token of Slack`, put);
  return ok(`${parameter} holds a bot token of Slack, for ${channel}`);
}

function putting(parameter: string, line: string): string {
  return `aws ssm put-parameter --name ${parameter} --type SecureString --overwrite --value file://FILE (one line: ${line})`;
}

const SLACK_WEBHOOK = /^https:\/\/hooks\.slack(-gov)?\.com\/(services|workflows|triggers)\/\S+$/;
/** As the notifier takes it: of a bot, or of a person who installed the app. */
const SLACK_TOKEN = /^xox[bp]-\S+$/;

export function whatItHolds(value: string): NonNullable<SlackSecret>['holds'] {
  if (SLACK_WEBHOOK.test(value)) return 'slack-webhook';
  if (SLACK_TOKEN.test(value)) return 'bot-token';
  // The URL is the secret: http would show it to whoever carries it.
  return URL.parse(value)?.protocol === 'https:' ? 'another-url' : 'neither';
}
