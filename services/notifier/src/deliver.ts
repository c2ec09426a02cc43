import type { Clock } from '@smartscale/lambda';
import type { Outcome } from './decider.ts';
import type { Notice } from './notice.ts';
import type { MessengerPort, SendAnswer } from './ports.ts';

/** Pauses before the second, third and fourth attempt, when the channel names none. There is no fifth. */
export const RETRY_AFTER_SECONDS = [1, 5, 20] as const;

/** The longest pause that a channel may ask for: three of them fit into the time of the function. */
export const MAX_PAUSE_SECONDS = 60;

/** Sends a notice, again where that may help. A pause that the channel asks for is kept; one that is too long is a failure. */
export async function deliver(
  notice: Notice,
  { messenger, clock }: { messenger: MessengerPort; clock: Clock },
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await messenger.send(notice);
    if (answer.kind === 'sent') return { kind: 'sent' };
    const pauseSeconds = pauseAfter(answer, attempt);
    if (pauseSeconds === undefined) return { kind: 'failed', reason: reasonOf(answer), attempts: attempt };
    await clock.sleep(pauseSeconds * 1_000);
  }
}

type Unsent = Exclude<SendAnswer, { kind: 'sent' }>;

/** Undefined when another attempt is pointless. */
function pauseAfter(answer: Unsent, attempt: number): number | undefined {
  const usual = RETRY_AFTER_SECONDS[attempt - 1];
  if (answer.kind === 'refused' || usual === undefined) return undefined;
  if (answer.kind === 'failed' || answer.retryAfterSeconds === null) return usual;
  return answer.retryAfterSeconds <= MAX_PAUSE_SECONDS ? answer.retryAfterSeconds : undefined;
}

function reasonOf(answer: Unsent): string {
  if (answer.kind !== 'limited') return answer.reason;
  return `too many messages: retry after ${answer.retryAfterSeconds ?? 'a time it does not name'} s`;
}
