import type { SendAnswer } from '../ports.ts';

/** Of https://docs.slack.dev/reference/methods/chat.postMessage and chat.update, and of incoming webhooks; all others are the channel's. */
const OF_THE_MESSAGE: ReadonlySet<string> = new Set([
  ...['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long', 'no_text', 'invalid_payload'],
  ...['invalid_arguments', 'too_many_attachments', 'invalid_attachments'],
]);
const OF_THE_PLACE: ReadonlySet<string> = new Set([
  ...['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message', 'message_not_found', 'cant_update_message'],
  ...['edit_window_closed', 'restricted_action_thread_locked'],
]);
const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'rollup_error',
]);
const LIMITS: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** What an error of Slack means for us. `status` is shown where Slack answers with one. */
export function meaningOf(
  code: string,
  shown: string,
  retryAfterSeconds: number | null,
): Exclude<SendAnswer, { kind: 'sent' }> {
  if (LIMITS.has(code)) return { kind: 'limited', retryAfterSeconds };
  if (PASSING.has(code)) return { kind: 'failed', reason: shown };
  if (OF_THE_MESSAGE.has(code)) return { kind: 'refused', reason: shown, about: 'message' };
  return { kind: 'refused', reason: shown, ...(OF_THE_PLACE.has(code) && { about: 'place' as const }) };
}

/** A text that may be one of Slack's codes; empty for all else: what a stranger answers is not repeated. */
export function codeIn(text: unknown): string {
  return typeof text === 'string' && /^[a-z][a-z0-9_]{1,60}$/.test(text.trim()) ? text.trim() : '';
}
