import type { RecordedEvent } from '@smartscale/events';
import type { Telemetry } from '@smartscale/lambda';
import { type Delivery, deliver } from './deliver.ts';
import { speakingForMore } from './folding.ts';
import type { Notice } from './notice.ts';
import { noticeFor, type ToldEvent } from './notice-for.ts';
import { planNotice, recordNotice } from './notice-record.ts';
import type { NoticesState } from './notices-state.ts';
import { planOf } from './plan-of.ts';
import { refreshStorm } from './refresh-storm.ts';
import type { Teller } from './teller.ts';

/** Tells people of an event, once, unless another message does it or others wait. */
export async function tell(teller: Teller, event: ToldEvent, requestId: string): Promise<void> {
  const notice = await noticeOf(teller, event);
  if (notice === null) return;
  const { id: causeId, type: causeType, correlationId, stream, position } = event;
  const planned = await planNotice(
    teller,
    { causeId, causeType, text: notice.title, cause: { stream, position }, requestId },
    correlationId,
  );
  if (!planned) return;
  const { plan, state } = planned;
  if (plan.type !== 'NoticePlanned') return reportFailure(teller.telemetry, plan);
  const { role } = plan.data;
  const canChange = teller.messenger.canChange === true;
  if (role === 'alone' || role === 'first-of-more') {
    const told = role === 'alone' ? notice : speakingForMore(notice, canChange);
    await send(teller, told, { correlationId, state });
  }
  if (canChange && (role === 'first-of-more' || role === 'folded')) await refreshStorm(teller, causeType);
}

/** What people are told of an event; null when it is not worth a message. */
export async function noticeOf(
  { store, consoleUrl }: Pick<Teller, 'store' | 'consoleUrl'>,
  event: ToldEvent,
): Promise<Notice | null> {
  return noticeFor(event, { plan: await planOf(event, store), consoleUrl });
}

/** Sends what is planned, into its story where there is one, and records what came of it. Whether people were told. */
export async function send(
  teller: Teller,
  notice: Notice,
  about: {
    readonly correlationId: string;
    readonly state: NoticesState;
    readonly alsoTells?: readonly string[];
    readonly lateSeconds?: number;
    readonly isOneAttempt?: boolean;
    /** Failures that are worth a record: of those that were recorded before only what the channel asks for is. */
    readonly isFailureKnown?: boolean;
  },
): Promise<boolean> {
  const { correlationId, state, alsoTells = [], lateSeconds = 0, isOneAttempt = false, isFailureKnown = false } = about;
  const { causeId, causeType, title: text } = notice;
  const outcome = await deliver(notice, { ...deliveryOf(teller, state, correlationId), isOneAttempt });
  const isNews = outcome.kind === 'sent' || !isFailureKnown || outcome.isFinal || outcome.retryAfterSeconds !== null;
  if (isNews) {
    const { channel } = teller.messenger;
    const recorded = await recordNotice(
      teller,
      { causeId, causeType, text, alsoTells, channel, lateSeconds, correlationId },
      outcome,
    );
    if (recorded) reportFailure(teller.telemetry, recorded);
  } else if (outcome.kind === 'failed') {
    teller.telemetry.warn(`people are still not told: ${outcome.reason}`, { causeId });
  }
  return outcome.kind === 'sent';
}

function deliveryOf({ messenger, clock, endsAt }: Teller, state: NoticesState, correlationId: string): Delivery {
  const story = messenger.canChange === true ? state.stories.find((one) => one.correlationId === correlationId) : undefined;
  return { messenger, clock, endsAt, ...(story && { replyTo: story.message }) };
}

function reportFailure(telemetry: Telemetry, recorded: RecordedEvent): void {
  if (recorded.type !== 'NoticeFailed') return;
  telemetry.count('NoticeFailed');
  telemetry.error(`people were not told: ${recorded.data.reason}`, recorded.data);
}
