import type { MessengerPort, SendAnswer } from '../ports.ts';
import { type HttpAnswer, postJson } from './post-json.ts';
import { slackContent } from './slack-content.ts';
import { codeIn, meaningOf } from './slack-errors.ts';

export type SlackWebhookOptions = {
  /** Gives the webhook's URL, which is a secret: whoever has it can post. Rejects when it cannot be read. */
  readonly url: () => Promise<string>;
  readonly timeoutSeconds: number;
};

/**
 * Slack's incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. It posts to the channel that it was
 * made for, and does not say what the message became: nothing can be answered or changed.
 */
export function slackWebhook({ url, timeoutSeconds }: SlackWebhookOptions): MessengerPort {
  return {
    channel: 'slack',
    async send(notice, manner) {
      let address: string;
      try {
        address = await url();
      } catch (error) {
        return { kind: 'failed', reason: `the address of the Slack webhook cannot be read: ${(error as Error).message}` };
      }
      const answer = await postJson(address, slackContent(notice, manner?.isPlain), { timeoutSeconds });
      return typeof answer === 'string' ? { kind: 'failed', reason: answer } : meaning(answer);
    },
  };
}

function meaning({ status, body, retryAfterSeconds }: HttpAnswer): SendAnswer {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 429) return { kind: 'limited', retryAfterSeconds };
  const code = codeIn(body);
  const shown = `Slack answered ${status}${code === '' ? '' : ` (${code})`}`;
  return status >= 500 ? { kind: 'failed', reason: shown } : meaningOf(code, shown, retryAfterSeconds);
}
