import type { RecordedEvent, StreamName } from '@smartscale/events';
import { toTimestamp } from '@smartscale/events';
import { GIVE_UP_SECONDS, isAhead } from './decide.ts';
import { digestOf, sentenceAlone, toldLate } from './digest.ts';
import type { Notice } from './notice.ts';
import { TOLD_EVENTS, type ToldEvent } from './notice-for.ts';
import { loadNotices, recordNotice } from './notice-record.ts';
import type { NoticesState, OpenNotice } from './notices-state.ts';
import { refreshStorm } from './refresh-storm.ts';
import { noticeOf, send } from './tell.ts';
import type { Teller } from './teller.ts';

/** So many late messages are told one by one; more of them in one. */
export const LATE_ALONE = 3;

/** Tells what is still untold and due, in its order. Stops at the first that the channel does not take: the others wait behind it. */
export async function retell(teller: Teller): Promise<void> {
  const state = await loadNotices(teller);
  await giveUpOld(teller, state);
  const first = dueOf(state, teller.clock.now());
  if (first.length === 0) return;
  if (teller.messenger.canChange === true) {
    for (const causeType of new Set(first.filter(({ isFolded }) => isFolded).map((notice) => notice.causeType))) {
      await refreshStorm(teller, causeType);
    }
  }
  const [head, ...others] = dueOf(await loadNotices(teller), teller.clock.now());
  if (!head) return;
  if (others.length >= LATE_ALONE) return tellTogether(teller, [head, ...others]);
  for (const notice of [head, ...others]) {
    if (!(await tellLate(teller, notice))) return;
  }
}

/** While one that failed is not to be tried yet, nothing is. */
function dueOf({ open }: NoticesState, now: number): readonly OpenNotice[] {
  const isDue = ({ notBefore }: OpenNotice) => Date.parse(notBefore) <= now;
  if (open.some((notice) => isAhead(notice) && !isDue(notice))) return [];
  return open.filter((notice) => notice.cause !== null && isDue(notice));
}

async function tellTogether(teller: Teller, due: readonly [OpenNotice, ...OpenNotice[]]): Promise<void> {
  const [head, ...others] = due;
  const state = await loadNotices(teller);
  const alsoTells = others.map(({ causeId }) => causeId);
  await send(teller, digestOf(due, teller.clusterId), { ...lateness(teller, head), state, alsoTells });
}

async function tellLate(teller: Teller, open: OpenNotice): Promise<boolean> {
  const state = await loadNotices(teller);
  const about = lateness(teller, open);
  return send(teller, toldLate(await noticeAgain(teller, open), about.lateSeconds), { ...about, state });
}

function lateness({ clock }: Teller, { plannedAt, correlationId, hasFailed }: OpenNotice) {
  const lateSeconds = (clock.now() - Date.parse(plannedAt)) / 1_000;
  return { lateSeconds, correlationId, isOneAttempt: true, isFailureKnown: hasFailed };
}

/** Made from its event as it was the first time. */
async function noticeAgain(teller: Teller, open: OpenNotice): Promise<Notice> {
  const { cause } = open;
  const [event] = cause ? await teller.store.read(cause.stream as StreamName, { from: cause.position, limit: 1 }) : [];
  const notice = event && event.id === open.causeId && isTold(event) ? await noticeOf(teller, event) : null;
  return notice ?? sentenceAlone(open, teller.clusterId);
}

function isTold(event: RecordedEvent): event is ToldEvent {
  return (TOLD_EVENTS as readonly string[]).includes(event.type);
}

async function giveUpOld(teller: Teller, { open }: NoticesState): Promise<void> {
  const oldest = toTimestamp(teller.clock.now() - GIVE_UP_SECONDS * 1_000);
  for (const { causeId, causeType, text, plannedAt, correlationId } of open) {
    if (plannedAt > oldest) continue;
    const about = { causeId, causeType, text, alsoTells: [], channel: teller.messenger.channel, lateSeconds: 0, correlationId };
    const reason = 'given up: it could not be told for a day';
    await recordNotice(teller, about, { kind: 'failed', reason, attempts: 0, retryAfterSeconds: null, isFinal: true });
  }
}
