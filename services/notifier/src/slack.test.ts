import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Slack, startSlack } from '../../../test/peers/slack/index.ts';
import { slackBot } from './adapters/slack-bot.ts';
import { slackWebhook } from './adapters/slack-webhook.ts';
import { completed, missed, refused, told, warning } from './testing/events.ts';
import { notifier } from './testing/notifier.ts';

let slack: Slack;
beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.stop());

const bot = () => slackBot({ token: async () => slack.token, channel: slack.channel, timeoutSeconds: 2, apiUrl: slack.apiUrl });
const webhook = () => slackWebhook({ url: async () => slack.webhookUrl, timeoutSeconds: 2 });
const lost = (number: number) =>
  told(
    'NodeLost',
    { instanceId: `i-${number}`, lostAt: '2026-11-24T12:00:00.000Z', aliveSeconds: 1, evidence: 'gone' },
    number,
  );
const texts = () => slack.messages.map(({ text }) => text);

describe('over HTTP, with a bot', () => {
  it('a Spot notice and what follows from it are one thread', async () => {
    const { deliver } = notifier({ messenger: bot() });
    const story = { correlationId: 'story' };
    await deliver({ ...warning(), ...story });
    await deliver({ ...completed({ cause: 'replacement', reason: 'EC2 takes Spot worker i-123abc back' }, 2), ...story });
    await deliver(missed(3, 3));
    const [first] = slack.messages;
    expect(slack.messages.map(({ threadTs }) => threadTs)).toEqual([null, first?.ts, null]);
  });

  it('a storm of thirty on many instances is four messages, the last of which has the others', async () => {
    const { deliverToAnother } = notifier({ messenger: bot() });
    await Promise.all(Array.from({ length: 30 }, (_, index) => deliverToAnother(lost(index + 1))));
    expect(slack.messages).toHaveLength(4);
    const storm = slack.messages.find(({ changes }) => changes > 0);
    expect(new Set(JSON.stringify(storm?.blocks).match(/i-\d+ was lost/g)).size).toBe(27);
  });

  it('a message that is deleted takes nothing with it', async () => {
    const { deliver } = notifier({ messenger: bot() });
    await deliver({ ...completed({}, 1), correlationId: 'story' });
    slack.remove(slack.messages[0]?.ts ?? '');
    await deliver({ ...completed({}, 2), correlationId: 'story' });
    expect(slack.messages).toMatchObject([{ threadTs: null }]);
  });

  it('a limit is kept to: nothing is lost, and nothing told twice', async () => {
    slack.trouble({ kind: 'limited', retryAfterSeconds: 7 }, 2);
    const { deliver, slept } = notifier({ messenger: bot() });
    for (const number of [1, 2, 3]) await deliver(completed({ workersAfter: number }, number));
    expect(slept).toEqual([7, 7]);
    expect(texts().map((text) => /Total: (\d)/.exec(text)?.[1])).toEqual(['1', '2', '3']);
  });
});

describe.each([
  ['a bot', bot],
  ['a webhook', webhook],
])('over HTTP, with %s', (_, messenger) => {
  it('an hour of outage ends with all that was to be said, once, in its order, folded', async () => {
    const { deliver, later } = notifier({ messenger: messenger() });
    await deliver(completed({ workersAfter: 1 }, 1));
    slack.trouble({ kind: 'reset' });
    for (const number of [2, 3, 4]) await deliver(completed({ workersAfter: number }, number));
    slack.trouble({ kind: 'status', status: 503 });
    await later(30);
    for (const number of [5, 6, 7]) await deliver(completed({ workersAfter: number }, number));
    await later(30);
    slack.trouble(null);
    await later(5);
    await deliver(completed({ workersAfter: 8 }, 8));
    expect(slack.messages).toHaveLength(3);
    expect(texts()[1]).toMatch(/^6 messages from 12:33 to \d\d:\d\d UTC, late$/);
    expect([...JSON.stringify(slack.messages[1]?.blocks).matchAll(/Total: (\d)/g)].map(([, total]) => total)).toEqual([
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
    ]);
    await later(30);
    expect(slack.messages).toHaveLength(3);
  });

  it('a refusal that somebody mends is told when it is mended', async () => {
    slack.trouble({ kind: 'error', error: 'channel_not_found' });
    const { deliver, later, outcomes } = notifier({ messenger: messenger() });
    await deliver(refused('no-victim'));
    slack.trouble(null);
    await later(5);
    expect(texts()).toEqual(['Scale-down refused: no worker may go']);
    expect((await outcomes()).map(({ type }) => type)).toEqual(['NoticeFailed', 'NoticeSent']);
  });

  it('no secret is in an event', async () => {
    slack.trouble({ kind: 'reset' });
    const { deliver, recorded } = notifier({ messenger: messenger() });
    await deliver(completed());
    expect(JSON.stringify(await recorded())).not.toMatch(/secret|127\.0\.0\.1/);
  });
});
