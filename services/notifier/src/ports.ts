import type { Notice } from './notice.ts';

/** A message of a channel that can be answered and changed. */
export type MessageRef = { readonly channelId: string; readonly ts: string };

export type SendAnswer =
  /** `message` where the channel says which one it became. */
  | { readonly kind: 'sent'; readonly message?: MessageRef }
  /** Too many messages: not before `retryAfterSeconds`, when the channel says so. */
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number | null }
  /** May succeed when sent again: the channel is down or slow. Rarely the message was taken nevertheless. */
  | { readonly kind: 'failed'; readonly reason: string }
  /**
   * Would be refused again as it is. `about`: the message (its blocks), or its place (the thread, the message to change); without it the
   * whole channel: somebody has to put that right.
   */
  | { readonly kind: 'refused'; readonly reason: string; readonly about?: 'message' | 'place' };

/** How a notice is sent. Nothing of it: as a message of its own. */
export type Manner = {
  /** The first message of its story. */
  readonly replyTo?: MessageRef;
  /** A message that it takes the place of. */
  readonly replaces?: MessageRef;
  /** Its sentence alone: the blocks were refused. */
  readonly isPlain?: boolean;
};

/** Where notices go. */
export type MessengerPort = {
  /** As it is recorded: `slack`, `file`. */
  readonly channel: string;
  /** Whether messages can be answered and changed. False for a webhook: it posts, and nothing else. */
  readonly canChange?: boolean;
  /** Sends once, without retries. Does not throw; reasons hold no secret. */
  send(notice: Notice, manner?: Manner): Promise<SendAnswer>;
};
