import type { Clock } from '@smartscale/lambda';
import type { Outcome } from './decide.ts';
import type { Notice } from './notice.ts';
import type { Manner, MessageRef, MessengerPort, SendAnswer } from './ports.ts';

/** Pauses before the second, third and fourth attempt, when the channel names none. There is no fifth. */
export const RETRY_AFTER_SECONDS = [1, 5, 20] as const;

/** Left of the function's time for one more attempt and the record of it. */
export const RESERVED_SECONDS = 20;

export type Delivery = {
  readonly messenger: MessengerPort;
  readonly clock: Clock;
  /** Epoch milliseconds at which the function ends. */
  readonly endsAt: number;
  readonly replyTo?: MessageRef;
  readonly replaces?: MessageRef;
  /** Without it RETRY_AFTER_SECONDS says how many there are. */
  readonly isOneAttempt?: boolean;
};

/**
 * Sends a notice, again where that may help and the function has the time. A pause that the channel asks for is kept; one that is too
 * long is left to a later try. What is refused for its blocks is sent as its sentence, what is refused for its place as a message of its own.
 */
export async function deliver(notice: Notice, delivery: Delivery): Promise<Outcome> {
  const { messenger, clock, replyTo, replaces } = delivery;
  let manner: Manner = { ...(replyTo && { replyTo }), ...(replaces && { replaces }) };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await messenger.send(notice, manner);
    if (answer.kind === 'sent') return { kind: 'sent', message: placeOf(answer.message, manner) };
    const simpler = simplerManner(answer, manner);
    if (simpler) {
      manner = simpler;
      continue;
    }
    const pauseSeconds = pauseAfter(answer, attempt, delivery);
    if (pauseSeconds === null) return failureOf(answer, attempt);
    await clock.sleep(pauseSeconds * 1_000);
  }
}

type Unsent = Exclude<SendAnswer, { kind: 'sent' }>;

function placeOf(message: MessageRef | undefined, { replyTo, replaces }: Manner) {
  const sent = message ?? replaces;
  return sent === undefined ? null : { channelId: sent.channelId, ts: sent.ts, threadTs: replyTo?.ts ?? null };
}

/** What is left to try after a refusal, each once; null when nothing is. */
function simplerManner(answer: Unsent, manner: Manner): Manner | null {
  if (answer.kind !== 'refused') return null;
  if (answer.about === 'message') return manner.isPlain === true ? null : { ...manner, isPlain: true };
  const isPlaced = manner.replyTo !== undefined || manner.replaces !== undefined;
  if (answer.about !== 'place' || !isPlaced) return null;
  return { ...(manner.isPlain === true && { isPlain: true }) };
}

/** Null when another attempt is pointless, or has to wait longer than the function lives. */
function pauseAfter(answer: Unsent, attempt: number, { clock, endsAt, isOneAttempt }: Delivery): number | null {
  const usual = RETRY_AFTER_SECONDS[attempt - 1];
  if (answer.kind === 'refused' || usual === undefined || isOneAttempt === true) return null;
  const seconds = (answer.kind === 'limited' ? answer.retryAfterSeconds : null) ?? usual;
  return clock.now() + (seconds + RESERVED_SECONDS) * 1_000 <= endsAt ? seconds : null;
}

function failureOf(answer: Unsent, attempts: number): Outcome {
  const isFinal = answer.kind === 'refused' && answer.about === 'message';
  const retryAfterSeconds = answer.kind === 'limited' ? answer.retryAfterSeconds : null;
  return { kind: 'failed', reason: reasonOf(answer), attempts, retryAfterSeconds, isFinal };
}

function reasonOf(answer: Unsent): string {
  if (answer.kind !== 'limited') return answer.reason;
  return `too many messages: retry after ${answer.retryAfterSeconds ?? 'a time it does not name'} s`;
}
