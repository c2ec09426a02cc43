export { type SlackBotOptions, slackBot } from './slack-bot.ts';
export { slackWebhook } from './slack-webhook.ts';
