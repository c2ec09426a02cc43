import type { Notice } from '../notice.ts';
import type { MessengerPort, SendAnswer } from '../ports.ts';
import { slackText } from '../slack-text.ts';

/** Slack truncates a message's text beyond this (https://docs.slack.dev/reference/methods/chat.postMessage). */
const MAX_TEXT_CHARACTERS = 4_000;
const MAX_SHOWN_ANSWER_CHARACTERS = 100;

export type SlackWebhookOptions = {
  /** Gives the webhook's URL, which is a secret: whoever has it can post. Rejects when it cannot be read. */
  readonly url: () => Promise<string>;
  readonly timeoutSeconds: number;
};

/** Slack's incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackWebhook({ url, timeoutSeconds }: SlackWebhookOptions): MessengerPort {
  return {
    channel: 'slack',
    async send(notice) {
      let address: string;
      try {
        address = await url();
      } catch (error) {
        return { kind: 'failed', reason: `the address of the Slack webhook cannot be read: ${(error as Error).message}` };
      }
      try {
        return await post(address, notice, AbortSignal.timeout(timeoutSeconds * 1_000));
      } catch (error) {
        return { kind: 'failed', reason: `Slack gave no answer: ${whyNot(error, timeoutSeconds)}` };
      }
    },
  };
}

async function post(address: string, { title, blocks }: Notice, signal: AbortSignal): Promise<SendAnswer> {
  // With blocks, `text` is what notifications and screen readers say.
  const body = JSON.stringify({ text: slackText(title, MAX_TEXT_CHARACTERS), blocks });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'manual' });
  const said = (await response.text()).trim().slice(0, MAX_SHOWN_ANSWER_CHARACTERS);
  if (response.ok) return { kind: 'sent' };
  if (response.status === 429) return { kind: 'limited', retryAfterSeconds: secondsOf(response.headers.get('retry-after')) };
  const reason = `Slack answered ${response.status}${said === '' ? '' : ` (${said})`}`;
  return { kind: response.status >= 500 ? 'failed' : 'refused', reason };
}

function secondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** The cause without its message, which may hold the address. */
function whyNot(error: unknown, timeoutSeconds: number): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return name === 'TimeoutError' ? `nothing within ${timeoutSeconds} s` : (cause?.code ?? name);
}
