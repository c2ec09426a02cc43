import type { Decider, Fold, RecordedEvent } from '@smartscale/events';
import { foldingOf, type Lately, latelyAfter } from './folding.ts';

export { blocksOf, SLACK_LIMITS } from './blocks.ts';
export { TELL_AT_CONSECUTIVE_MISSES } from './messages/standstill.ts';
export type { Fact, Notice, Severity } from './notice.ts';
export { noticeFor, TOLD_EVENTS, type ToldEvent } from './notice-for.ts';

type NoticeEvent = 'NoticeSent' | 'NoticeFailed';

/** Causes that are remembered. A repeat comes within the hour for which EventBridge retries; 250 messages an hour is a storm. */
export const MAX_REMEMBERED = 250;

/** What comes again at every evaluation for as long as it lasts is told again only after this time. */
export const QUIET_SECONDS: Readonly<Record<string, number>> = { ScaleRefused: 3_600, ScaleDecided: 3_600 };

const MAX_QUIET = 20;

export type NoticesState = {
  /** Ids of the events that people were told of, or could not be told of; oldest first. */
  readonly told: readonly string[];
  /** Sentences of repeating kinds, and when each was last sent. */
  readonly quiet: readonly { readonly text: string; readonly at: string }[];
  /** Of the kinds that come in storms. */
  readonly lately: Lately;
};

/** A notice at hand. */
export type Telling = { readonly causeId: string; readonly causeType: string; readonly text: string; readonly now: string };

export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly reason: string; readonly attempts: number };

export type RecordNotice = Telling & { readonly channel: string; readonly outcome: Outcome };

/** Whether a notice is not to be sent: its event was told before, the same was said a short while ago, or it is one of a storm. */
export function isSilent(state: NoticesState, { causeId, causeType, text, now }: Telling): boolean {
  if (state.told.includes(causeId) || foldingOf(state.lately, causeType, now) === 'folded') return true;
  const seconds = QUIET_SECONDS[causeType];
  const last = seconds === undefined ? undefined : state.quiet.find((said) => said.text === text);
  return last !== undefined && seconds !== undefined && Date.parse(now) - Date.parse(last.at) < seconds * 1_000;
}

/** Records what came of each notice, once for each event. */
export const noticesDecider: Decider<NoticesState, RecordNotice, NoticeEvent> = {
  decide({ outcome, channel, ...telling }, state) {
    if (isSilent(state, telling)) return [];
    const { causeId, causeType, text } = telling;
    const data = { causeId, causeType, channel, text };
    if (outcome.kind === 'sent') return [{ type: 'NoticeSent', data }];
    const reason = outcome.reason.slice(0, MAX_REASON_CHARACTERS);
    return [{ type: 'NoticeFailed', data: { ...data, reason, attempts: outcome.attempts } }];
  },
  evolve: (state, event) => ({
    told: remembered(state.told, event.data.causeId),
    quiet: quietAfter(state.quiet, event),
    lately: latelyAfter(state.lately, event),
  }),
  initialState: () => ({ told: [], quiet: [], lately: [] }),
};

/** A snapshot at every fourth notice: a notice reads five items at most, however many there were. */
export const noticesFold: Fold<NoticesState, NoticeEvent> = {
  name: 'notices',
  version: 2,
  snapshotEvery: 4,
  evolve: noticesDecider.evolve,
  initialState: noticesDecider.initialState,
};

const MAX_REASON_CHARACTERS = 500;

function remembered(told: readonly string[], causeId: string): readonly string[] {
  return [...told.slice(-(MAX_REMEMBERED - 1)), causeId];
}

function quietAfter(
  quiet: NoticesState['quiet'],
  { type, data, occurredAt }: RecordedEvent<NoticeEvent>,
): NoticesState['quiet'] {
  if (type === 'NoticeFailed' || QUIET_SECONDS[data.causeType] === undefined) return quiet;
  const others = quiet.filter(({ text }) => text !== data.text);
  return [...others.slice(-(MAX_QUIET - 1)), { text: data.text, at: occurredAt }];
}
