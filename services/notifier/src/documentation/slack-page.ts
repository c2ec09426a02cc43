import { slackText } from '../slack-text.ts';
import { type Kind, kinds } from './kinds.ts';
import { rendering } from './rendering.ts';

/** docs/slack.md. */
export function renderSlackPage(): string {
  return `${[INTRODUCTION, ...kinds().map(sectionOf)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Slack

<!-- Made by "npm run docs" from services/notifier/src/documentation. -->

People hear in Slack what happened to the fleet: one message for each thing, once, in the order in which it happened.

## Set it up

| | webhook | bot |
|---|---|---|
| make it | [an app](https://api.slack.com/apps) with *Incoming Webhooks* on, added to a channel | an app with the scope \`chat:write\`, installed, and invited to the channel (\`/invite @app\`) |
| secret | the webhook's URL, \`https://hooks.slack.com/services/...\` | the *Bot User OAuth Token*, \`xoxb-...\` |
| where it is kept | SSM SecureString \`/smartscale/<stage>/slack-webhook-url\` | SSM SecureString \`/smartscale/<stage>/slack-bot-token\` |
| also set | | \`SMARTSCALE_SLACK_CHANNEL\` at each deployment: the channel's id, \`C0123456789\` |
| a story | several messages | one thread: what follows from an event answers its message; alarms are shown in the channel as well |
| a storm | three messages, one that says that more come, and one with all of them when it is over | three messages, and a fourth one that is rewritten with each that comes |

\`\`\`sh
# One line in a file that only you can read: an argument could be read by every process.
aws ssm put-parameter --type SecureString --name /smartscale/prod/slack-bot-token --value file://token.txt
export SMARTSCALE_SLACK_CHANNEL=C0123456789
scripts/deploy-smartscale.sh --stage prod
\`\`\`

A webhook can be left to \`scripts/deploy-smartscale.sh --slack-webhook-file\`. Where a channel is named the bot speaks, else the webhook.
\`smartscale doctor\` looks whether the secret is there, encrypted, and of the right kind; one that is replaced is used within five minutes.
On one machine \`notices.slackWebhookFile\`, or \`notices.slackTokenFile\` and \`notices.slackChannel\`, name private files (\`smartscale run\`).

| variable, at the deployment | what it does |
|---|---|
| \`SMARTSCALE_CONSOLE_URL\` | each message has a button to that moment, or that decision, in the console; empty: no button |
| \`SMARTSCALE_REPORT_HOUR\`, \`SMARTSCALE_REPORT_TIME_ZONE\` | when on Monday the week before is told; 8 and UTC by default |

## What holds

- **Once.** A message is planned in the event store before it is sent (\`NoticePlanned\`), and recorded when it is (\`NoticeSent\`): an event that is delivered
  again, or to two instances of the function at once, is told once. A function that dies between sending and recording repeats its message once, five minutes later.
- **Late, not lost.** A \`Retry-After\` that fits into the function's four minutes is waited for. Beyond it, and after four attempts, \`NoticeFailed\` says when it
  is tried again. Meanwhile all that happens waits behind it; every five minutes it is tried, in its order: up to three messages one by one, more of them as one.
  After a day a message is given up. A channel that is gone, a token that was revoked, count as outages: somebody mends them, and the messages come.
- **Blocks that Slack refuses** are not the end: the sentence is sent alone. A thread or a message that somebody deleted: a message of its own.
- **No secret** is in a variable, a log, an error or an event, and what a stranger answers is not repeated.
- Limits: a message is within Slack's (50 blocks, 150 characters of a header, 3,000 of a section), checked on random events against a local Slack that refuses as
  Slack does; all of its text stays below the 13,000 characters from which Slack has been seen to refuse it.

## The messages

Each with what people see and what Slack gets.`;

function sectionOf({ name, when, notice }: Kind): string {
  const json = JSON.stringify({ text: slackText(notice.title, 4_000), blocks: notice.blocks }, null, 2);
  const seen = `\`\`\`text\n${rendering(notice.blocks)}\n\`\`\``;
  return [
    `### ${name}`,
    `${when.charAt(0).toUpperCase()}${when.slice(1)}.`,
    seen,
    `<details><summary>JSON</summary>`,
    `\`\`\`json\n${json}\n\`\`\``,
    '</details>',
  ].join('\n\n');
}
