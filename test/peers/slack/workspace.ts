import { refusalOf } from './block-kit.ts';

/** A message as it stands in a channel. */
export type Posted = {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly isBroadcast: boolean;
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** How often it was changed. */
  readonly changes: number;
};

type Content = {
  readonly channel?: unknown;
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly thread_ts?: unknown;
  readonly reply_broadcast?: unknown;
  readonly ts?: unknown;
};

export type Answer = { readonly ok: boolean } & Readonly<Record<string, unknown>>;

const MAX_TEXT_CHARACTERS = 40_000;

/** The channels of a workspace and what is said in them: https://docs.slack.dev/reference/methods/chat.postMessage and chat.update. */
export function createWorkspace(channels: Readonly<Record<string, 'open' | 'archived' | 'not-joined'>>) {
  const messages: Posted[] = [];

  return {
    messages: messages as readonly Posted[],

    post({ channel, text = '', blocks = [], thread_ts: thread = null, reply_broadcast: isBroadcast = false }: Content): Answer {
      const id = typeof channel === 'string' ? channel : '';
      const problem = problemOfChannel(channels[id]) ?? problemOf(text, blocks);
      if (problem) return problem;
      const isKnown = messages.some((message) => message.channel === id && message.ts === thread);
      if (thread !== null && !isKnown) return { ok: false, error: 'thread_not_found' };
      const ts = `1795523580.${String(messages.length + 1).padStart(6, '0')}`;
      const place = { channel: id, ts, threadTs: thread as string | null, isBroadcast: isBroadcast === true };
      messages.push({ ...place, text: String(text), blocks: blocks as unknown[], changes: 0 });
      return { ok: true, channel: id, ts, message: { type: 'message', text } };
    },

    update({ channel, ts, text = '', blocks = [] }: Content): Answer {
      const problem = problemOf(text, blocks);
      if (problem) return problem;
      const index = messages.findIndex((each) => each.channel === channel && each.ts === ts);
      const message = messages[index];
      if (!message) return { ok: false, error: 'message_not_found' };
      messages[index] = { ...message, text: String(text), blocks: blocks as unknown[], changes: message.changes + 1 };
      return { ok: true, channel: message.channel, ts: message.ts, text };
    },

    /** Somebody deletes a message. */
    remove(ts: string): void {
      messages.splice(
        messages.findIndex((message) => message.ts === ts),
        1,
      );
    },
  };
}

function problemOfChannel(state: 'open' | 'archived' | 'not-joined' | undefined): Answer | null {
  if (state === undefined) return { ok: false, error: 'channel_not_found' };
  if (state === 'archived') return { ok: false, error: 'is_archived' };
  return state === 'not-joined' ? { ok: false, error: 'not_in_channel' } : null;
}

function problemOf(text: unknown, blocks: unknown): Answer | null {
  if (typeof text !== 'string' || (text === '' && Array.isArray(blocks) && blocks.length === 0))
    return { ok: false, error: 'no_text' };
  if (text.length > MAX_TEXT_CHARACTERS) return { ok: false, error: 'msg_too_long' };
  const refusal = refusalOf(blocks);
  if (!refusal) return null;
  return { ok: false, error: refusal.error, response_metadata: { messages: refusal.messages } };
}
