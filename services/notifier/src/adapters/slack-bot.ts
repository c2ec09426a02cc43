import * as z from 'zod';
import type { Notice } from '../notice.ts';
import type { Manner, MessengerPort, SendAnswer } from '../ports.ts';
import { type HttpAnswer, postJson } from './post-json.ts';
import { slackContent } from './slack-content.ts';
import { codeIn, meaningOf } from './slack-errors.ts';

export const SLACK_API = 'https://slack.com/api';

export type SlackBotOptions = {
  /** Gives the bot's token, which is a secret. Rejects when it cannot be read. */
  readonly token: () => Promise<string>;
  /** Id (C0123456789) or name of a channel that the bot is in. */
  readonly channel: string;
  readonly timeoutSeconds: number;
  /** Without a closing slash; another one only in tests. */
  readonly apiUrl?: string;
};

/**
 * Slack's Web API with a bot token (https://docs.slack.dev/reference/methods/chat.postMessage, chat.update): stories are threads, and the
 * message of a storm is rewritten. Needs the scope chat:write.
 */
export function slackBot({ token, channel, timeoutSeconds, apiUrl = SLACK_API }: SlackBotOptions): MessengerPort {
  return {
    channel: 'slack',
    canChange: true,
    async send(notice, manner = {}) {
      let secret: string;
      try {
        secret = await token();
      } catch (error) {
        return { kind: 'failed', reason: `the token of the Slack bot cannot be read: ${(error as Error).message}` };
      }
      const { method, content } = callFor(notice, manner, channel);
      const answer = await postJson(`${apiUrl}/${method}`, content, { timeoutSeconds, authorization: `Bearer ${secret}` });
      return typeof answer === 'string' ? { kind: 'failed', reason: answer } : meaning(answer);
    },
  };
}

function callFor(notice: Notice, { replaces, replyTo, isPlain }: Manner, channel: string) {
  const content = slackContent(notice, isPlain);
  if (replaces) {
    // Without blocks of its own a changed message would keep those that it has.
    return { method: 'chat.update', content: { blocks: [], ...content, channel: replaces.channelId, ts: replaces.ts } };
  }
  // What may need somebody's hands is not left inside a thread.
  const thread = replyTo && { thread_ts: replyTo.ts, reply_broadcast: notice.severity === 'alarm' };
  const target = replyTo?.channelId ?? channel;
  return {
    method: 'chat.postMessage',
    content: { ...content, ...thread, channel: target, unfurl_links: false, unfurl_media: false },
  };
}

const answerSchema = z.union([
  z.object({ ok: z.literal(true), channel: z.string(), ts: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

function meaning({ status, body, retryAfterSeconds }: HttpAnswer): SendAnswer {
  if (status === 429) return { kind: 'limited', retryAfterSeconds };
  if (status !== 200) return { kind: status >= 500 ? 'failed' : 'refused', reason: `Slack answered ${status}` };
  const parsed = answerSchema.safeParse(jsonOf(body), { jitless: true });
  if (!parsed.success) return { kind: 'failed', reason: 'Slack answered something else than its API does' };
  if (parsed.data.ok) return { kind: 'sent', message: { channelId: parsed.data.channel, ts: parsed.data.ts } };
  const code = codeIn(parsed.data.error);
  return meaningOf(code, `Slack answered ${code === '' ? 'an error without a name' : code}`, retryAfterSeconds);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
