import { type DomainEvent, type EventData, toTimestamp } from '@smartscale/events';
import { QUIET_SECONDS } from './evolve.ts';
import { FOLD_SECONDS, foldingOf } from './folding.ts';
import type { NoticesState, OpenNotice } from './notices-state.ts';
import type { MessageRef } from './ports.ts';

export type NoticeEvent = 'NoticePlanned' | 'NoticeSent' | 'NoticeFailed';

/** Longer than the function lives: what is not recorded by then was not sent by who planned it. */
export const SENDING_SECONDS = 300;
/** How long a message waits for a channel. */
export const GIVE_UP_SECONDS = 86_400;
/** How many do. */
export const MAX_WAITING = 100;
/** How soon a failed message is tried again when the channel names no time. */
export const RETRY_SECONDS = 60;
const MAX_REASON_CHARACTERS = 500;

/** A notice at hand. */
export type PlanNotice = {
  readonly kind: 'plan';
  readonly causeId: string;
  readonly causeType: string;
  readonly text: string;
  readonly cause: EventData<'NoticePlanned'>['cause'];
  /** Of the invocation. */
  readonly requestId: string;
  readonly now: string;
};

export type Outcome =
  | { readonly kind: 'sent'; readonly message: (MessageRef & { readonly threadTs: string | null }) | null }
  /** `isFinal`: it is not tried again. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly attempts: number;
      readonly retryAfterSeconds: number | null;
      readonly isFinal: boolean;
    };

export type RecordNotice = {
  readonly kind: 'record';
  readonly causeId: string;
  readonly causeType: string;
  readonly text: string;
  readonly alsoTells: readonly string[];
  readonly channel: string;
  readonly outcome: Outcome;
  readonly lateSeconds: number;
  readonly now: string;
};

export function decide(command: PlanNotice | RecordNotice, state: NoticesState): readonly DomainEvent<NoticeEvent>[] {
  return command.kind === 'plan' ? plan(command, state) : record(command, state);
}

function plan(
  { causeId, causeType, text, cause, requestId: plannedBy, now }: PlanNotice,
  state: NoticesState,
): readonly DomainEvent<NoticeEvent>[] {
  if (state.told.includes(causeId) || isQuiet(state, { causeType, text, now })) return [];
  const about = { causeId, causeType, text };
  if (state.open.length >= MAX_WAITING) {
    const reason = `${MAX_WAITING} messages wait already`;
    return [{ type: 'NoticeFailed', data: { ...about, channel: 'none', reason, attempts: 0, retryAt: null } }];
  }
  // A message that went out beside those that wait would tell the story from its end.
  const role = state.open.some(isAhead) ? 'behind' : foldingOf(state.lately, causeType, now);
  return [
    {
      type: 'NoticePlanned',
      data: { ...about, cause, role, plannedBy, notBefore: notBeforeOf(role, state, { causeType, now }) },
    },
  ];
}

/** A report waits alone: what happens now does not wait behind last week. */
export function isAhead({ hasFailed, cause }: OpenNotice): boolean {
  return hasFailed && cause !== null;
}

function isQuiet(state: NoticesState, { causeType, text, now }: Pick<PlanNotice, 'causeType' | 'text' | 'now'>): boolean {
  const seconds = QUIET_SECONDS[causeType];
  if (seconds === undefined) return false;
  const last = state.quiet.find((said) => said.text === text);
  return last !== undefined && Date.parse(now) - Date.parse(last.at) < seconds * 1_000;
}

function notBeforeOf(
  role: EventData<'NoticePlanned'>['role'],
  { storms }: NoticesState,
  { causeType, now }: Pick<PlanNotice, 'causeType' | 'now'>,
): string {
  if (role === 'behind') return now;
  if (role !== 'folded') return later(now, SENDING_SECONDS);
  const storm = storms.find((one) => one.causeType === causeType);
  return storm ? later(storm.since, FOLD_SECONDS) : now;
}

function record(command: RecordNotice, state: NoticesState): readonly DomainEvent<NoticeEvent>[] {
  const { causeId, causeType, text, channel, outcome, lateSeconds, now } = command;
  const open = new Set(state.open.map((notice) => notice.causeId));
  if (!open.has(causeId)) return [];
  const data = { causeId, causeType, channel, text };
  if (outcome.kind === 'sent') {
    const alsoTells = command.alsoTells.filter((id) => open.has(id));
    return [{ type: 'NoticeSent', data: { ...data, message: outcome.message, alsoTells, lateSeconds } }];
  }
  const { reason, attempts, retryAfterSeconds, isFinal } = outcome;
  const retryAt = isFinal ? null : later(now, retryAfterSeconds ?? RETRY_SECONDS);
  return [{ type: 'NoticeFailed', data: { ...data, reason: reason.slice(0, MAX_REASON_CHARACTERS), attempts, retryAt } }];
}

function later(timestamp: string, seconds: number): string {
  return toTimestamp(Date.parse(timestamp) + seconds * 1_000);
}
