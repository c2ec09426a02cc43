export { slackWebhook } from './slack-webhook.ts';
