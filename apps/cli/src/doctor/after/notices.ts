import type { RecordedEvent } from '@smartscale/events';
import { formatAge, secondsSince } from '../ages.ts';
import { failed, type Judgement, ok, unknown, warning } from '../finding.ts';

export type NoticeEvent = RecordedEvent<'NoticeSent' | 'NoticeFailed'>;

/** Slack may be asked again for as long. */
const PATIENCE_SECONDS = 600;

export type NoticeFacts = {
  /** Of the last day at most, the oldest first. */
  readonly notices: readonly NoticeEvent[];
  /** When the newest change that people are told of was completed, of those of the last day; null for none. */
  readonly changedAt: string | null;
};

export function judgeNotices({ notices, changedAt }: NoticeFacts, now: number): Judgement {
  const last = notices.at(-1);
  const changedAgo = changedAt === null ? 0 : secondsSince(changedAt, now);
  const isUntold = changedAt !== null && (last === undefined || changedAt > last.recordedAt);
  if (isUntold && changedAgo >= PATIENCE_SECONDS) {
    const since = last ? `; the last notice was ${formatAge(secondsSince(last.recordedAt, now))} ago` : '';
    return failed(
      `the fleet changed ${formatAge(changedAgo)} ago, and nobody was told${since}`,
      'see the checks "relay" and "dead letters", and the log of the notifier',
    );
  }
  if (last) return judgeDelivery(notices, last, now);
  const found = isUntold
    ? `the fleet changed ${formatAge(changedAgo)} ago, and its notice may be on its way`
    : 'nothing has happened in the last day that people are told of';
  return unknown(found, isUntold ? 'ask again in ten minutes' : 'ask again after the next change');
}

function judgeDelivery(notices: readonly NoticeEvent[], last: NoticeEvent, now: number): Judgement {
  const sent = notices.filter((notice) => notice.type === 'NoticeSent');
  const told = new Set(sent.flatMap(({ data }) => [data.causeId, ...data.alsoTells]));
  const failures = notices.filter((notice): notice is RecordedEvent<'NoticeFailed'> => notice.type === 'NoticeFailed');
  // What was told later was late, and is not missed any more.
  const untold = new Map(failures.filter(({ data }) => !told.has(data.causeId)).map((notice) => [notice.data.causeId, notice]));
  const lost = [...untold.values()];
  const found = `${told.size} of ${told.size + lost.length} were delivered in the last day`;
  const reason = lost.at(-1)?.data.reason;
  const toDo = 'put a webhook or a token that Slack accepts in its place, as "doctor --before" says';
  if (last.type === 'NoticeFailed') {
    const again = last.data.retryAt === null ? '' : ', and is tried again';
    return failed(`${found}; the last one was not${again}: ${reason}`, toDo);
  }
  if (lost.length > 0) return warning(`${found}; the last that was not: ${reason}`, toDo);
  return ok(`${found}, the last ${formatAge(secondsSince(last.recordedAt, now))} ago by ${last.data.channel}`);
}
