import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Slack, startSlack, type Trouble } from '../../../../test/peers/slack/index.ts';
import type { Notice } from '../notice.ts';
import { noticeFor } from '../notice-for.ts';
import { completed, launchFailed } from '../testing/events.ts';
import { slackBot } from './slack-bot.ts';

const notice = noticeFor(completed(), { consoleUrl: 'https://console.example' }) as Notice;
const alarm = noticeFor(launchFailed()) as Notice;

let slack: Slack;
beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.stop());

const bot = (change: { token?: string; channel?: string; timeoutSeconds?: number } = {}) =>
  slackBot({
    ...{ token: async () => change.token ?? slack.token, channel: change.channel ?? slack.channel },
    ...{ timeoutSeconds: change.timeoutSeconds ?? 5, apiUrl: slack.apiUrl },
  });

describe('the Slack bot', () => {
  it('posts the sentence, escaped, and the blocks, and says where', async () => {
    const answer = await bot().send(notice);
    const text = 'Added 2 Spot nodes in ap-south-1b (CPU: 78%) -&gt; Total: 5 nodes';
    expect(slack.messages).toMatchObject([{ channel: slack.channel, text, blocks: notice.blocks, threadTs: null }]);
    expect(answer).toEqual({ kind: 'sent', message: { channelId: slack.channel, ts: slack.messages[0]?.ts } });
  });

  it('answers in the thread of a story, and shows an alarm in the channel, too', async () => {
    const first = await bot().send(notice);
    const replyTo = first.kind === 'sent' ? first.message : undefined;
    if (!replyTo) throw new Error('no message');
    await bot().send(notice, { replyTo });
    await bot().send(alarm, { replyTo });
    expect(slack.messages.map(({ threadTs, isBroadcast }) => [threadTs, isBroadcast])).toEqual([
      [null, false],
      [replyTo.ts, false],
      [replyTo.ts, true],
    ]);
  });

  it('rewrites a message, with blocks and without', async () => {
    const first = await bot().send(notice);
    const replaces = first.kind === 'sent' ? first.message : undefined;
    if (!replaces) throw new Error('no message');
    expect(await bot().send(alarm, { replaces })).toEqual({ kind: 'sent', message: replaces });
    expect(slack.messages).toMatchObject([{ text: alarm.title, blocks: alarm.blocks, changes: 1 }]);
    await bot().send(notice, { replaces, isPlain: true });
    expect(slack.messages).toMatchObject([{ blocks: [], changes: 2 }]);
  });

  it.each<[string, Trouble, object]>([
    ['a limit', { kind: 'limited', retryAfterSeconds: 30 }, { kind: 'limited', retryAfterSeconds: 30 }],
    ['a limit without a time', { kind: 'limited', retryAfterSeconds: null }, { kind: 'limited', retryAfterSeconds: null }],
    ['a limit as an error', { kind: 'error', error: 'ratelimited' }, { kind: 'limited', retryAfterSeconds: null }],
    ['an outage', { kind: 'status', status: 503 }, { kind: 'failed', reason: 'Slack answered 503' }],
    ['an error of its own', { kind: 'error', error: 'fatal_error' }, { kind: 'failed', reason: 'Slack answered fatal_error' }],
    ['a break', { kind: 'reset' }, { kind: 'failed', reason: 'Slack gave no answer: UND_ERR_SOCKET' }],
    ['a break after it was taken', { kind: 'reset-after' }, { kind: 'failed', reason: 'Slack gave no answer: UND_ERR_SOCKET' }],
    [
      'a page',
      { kind: 'status', status: 200, body: '<html>' },
      { kind: 'failed', reason: 'Slack answered something else than its API does' },
    ],
    ['a redirect', { kind: 'status', status: 302 }, { kind: 'refused', reason: 'Slack answered 302' }],
    [
      'a token that was revoked',
      { kind: 'error', error: 'token_revoked' },
      { kind: 'refused', reason: 'Slack answered token_revoked' },
    ],
    [
      'an error that is none',
      { kind: 'error', error: 'xoxb-1 <b>' },
      { kind: 'refused', reason: 'Slack answered an error without a name' },
    ],
  ])('%s', async (_, trouble, answer) => {
    slack.trouble(trouble);
    expect(await bot().send(notice)).toEqual(answer);
  });

  it('is slow', async () => {
    slack.trouble({ kind: 'silent' });
    expect(await bot({ timeoutSeconds: 0.1 }).send(notice)).toEqual({
      kind: 'failed',
      reason: 'Slack gave no answer: nothing within 0.1 s',
    });
  });

  it.each([
    ['a wrong token', { token: 'xoxb-wrong' }, { kind: 'refused', reason: 'Slack answered invalid_auth' }],
    ['a channel that is not there', { channel: 'C0NOWHERE' }, { kind: 'refused', reason: 'Slack answered channel_not_found' }],
    ['a channel that it is not in', { channel: 'C0ELSEWHERE' }, { kind: 'refused', reason: 'Slack answered not_in_channel' }],
    ['an archived channel', { channel: 'C0ARCHIVED' }, { kind: 'refused', reason: 'Slack answered is_archived' }],
  ])('%s', async (_, change, answer) => expect(await bot(change).send(notice)).toEqual(answer));

  it('says what is refused for its blocks, and what for its place', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] as Notice['blocks'];
    expect(await bot().send({ ...notice, blocks })).toMatchObject({ kind: 'refused', about: 'message' });
    const gone = { channelId: slack.channel, ts: '1.1' };
    expect(await bot().send(notice, { replyTo: gone })).toMatchObject({
      about: 'place',
      reason: 'Slack answered thread_not_found',
    });
    expect(await bot().send(notice, { replaces: gone })).toMatchObject({
      about: 'place',
      reason: 'Slack answered message_not_found',
    });
  });

  it('that has no token says why', async () => {
    const token = async () => {
      throw new Error('SSM parameter /x: ParameterNotFound');
    };
    const answer = await slackBot({ token, channel: 'C', timeoutSeconds: 1, apiUrl: slack.apiUrl }).send(notice);
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('ParameterNotFound') });
  });

  it('tells its token nobody', async () => {
    for (const kind of ['reset', 'silent'] as const) {
      slack.trouble({ kind });
      expect(JSON.stringify(await bot({ timeoutSeconds: 0.1 }).send(notice))).not.toContain('secret');
    }
    const nowhere = slackBot({ token: async () => `${slack.token}\n`, channel: 'C', timeoutSeconds: 1, apiUrl: 'not a URL' });
    expect(JSON.stringify(await nowhere.send(notice))).not.toContain('secret');
  });
});
