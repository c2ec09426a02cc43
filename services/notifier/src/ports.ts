import type { Notice } from './notice.ts';

export type SendAnswer =
  | { readonly kind: 'sent' }
  /** Too many messages: not before `retryAfterSeconds`, when the channel says so. */
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number | null }
  /** May succeed when sent again: the channel is down or slow. Rarely the message was taken nevertheless. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Would be refused again: the channel is gone, or does not take this message. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Where notices go. */
export type MessengerPort = {
  /** As it is recorded: `slack`, `file`. */
  readonly channel: string;
  /** Sends once, without retries. Does not throw; reasons hold no secret. */
  send(notice: Notice): Promise<SendAnswer>;
};
