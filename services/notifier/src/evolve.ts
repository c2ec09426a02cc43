import type { EventData, RecordedEvent } from '@smartscale/events';
import { latelyAfter } from './folding.ts';
import type { NoticesState, OpenNotice, Storm } from './notices-state.ts';

/** Causes that are remembered. A repeat comes within the hour for which EventBridge retries; 250 messages an hour is a storm. */
export const MAX_REMEMBERED = 250;

/** What comes again at every evaluation for as long as it lasts is told again only after this time. */
export const QUIET_SECONDS: Readonly<Record<string, number>> = { ScaleRefused: 3_600, ScaleDecided: 3_600 };

/** What a weekly report is called where an event has its type. */
export const WEEKLY_REPORT = 'WeeklyReport';

const MAX_QUIET = 20;
const MAX_STORIES = 50;
export const MAX_STORM_LINES = 40;

type NoticeEvent = RecordedEvent<'NoticePlanned' | 'NoticeSent' | 'NoticeFailed'>;

export function evolve(state: NoticesState, event: NoticeEvent): NoticesState {
  switch (event.type) {
    case 'NoticePlanned':
      return afterPlan(state, event);
    case 'NoticeSent':
      return afterSending(state, event);
    case 'NoticeFailed':
      return afterFailure(state, event);
  }
}

function afterPlan(state: NoticesState, event: RecordedEvent<'NoticePlanned'>): NoticesState {
  const { data, occurredAt: plannedAt, correlationId } = event;
  const { causeId, causeType, text, cause, role, notBefore } = data;
  const notice: OpenNotice = {
    ...{ causeId, causeType, text, correlationId, cause, plannedAt, notBefore },
    ...{ attempts: 0, isFolded: role === 'folded', hasFailed: false },
  };
  return {
    ...state,
    told: remembered(state.told, [causeId]),
    quiet: quietAfter(state.quiet, event),
    lately: latelyAfter(state.lately, event),
    open: [...state.open, notice],
    storms: stormsAfter(state.storms, event),
    lastReport: causeType === WEEKLY_REPORT ? causeId : state.lastReport,
  };
}

function afterSending(state: NoticesState, { data, correlationId }: RecordedEvent<'NoticeSent'>): NoticesState {
  const { causeId, alsoTells, message } = data;
  const told = new Set([causeId, ...alsoTells]);
  const begins =
    message !== null && message.threadTs === null && !state.stories.some((story) => story.correlationId === correlationId);
  const ref = message && { channelId: message.channelId, ts: message.ts };
  return {
    ...state,
    told: remembered(state.told, [...told]),
    open: state.open.filter((notice) => !told.has(notice.causeId)),
    storms: state.storms.map((storm) => (speaksFor(storm, data, state) ? { ...storm, message: ref ?? storm.message } : storm)),
    stories: begins && ref ? [...state.stories.slice(-(MAX_STORIES - 1)), { correlationId, message: ref }] : state.stories,
  };
}

/** Its first message, or, where that was gone when it was to be changed, the one in its place. */
function speaksFor(storm: Storm, { causeId, causeType }: EventData<'NoticeSent'>, { open }: NoticesState): boolean {
  if (storm.headId === causeId) return true;
  return storm.causeType === causeType && open.some((notice) => notice.causeId === causeId && notice.isFolded);
}

function afterFailure(state: NoticesState, { data }: RecordedEvent<'NoticeFailed'>): NoticesState {
  const { causeId, retryAt, attempts } = data;
  const told = remembered(state.told, [causeId]);
  if (retryAt === null) return { ...state, told, open: state.open.filter((notice) => notice.causeId !== causeId) };
  const failed = { notBefore: retryAt, hasFailed: true };
  const open = state.open.map((notice) =>
    notice.causeId === causeId ? { ...notice, ...failed, attempts: notice.attempts + attempts } : notice,
  );
  return { ...state, told, open };
}

function remembered(told: readonly string[], causeIds: readonly string[]): readonly string[] {
  const unknown = causeIds.filter((causeId) => !told.includes(causeId));
  return unknown.length === 0 ? told : [...told, ...unknown].slice(-MAX_REMEMBERED);
}

function quietAfter(quiet: NoticesState['quiet'], { data, occurredAt }: RecordedEvent<'NoticePlanned'>): NoticesState['quiet'] {
  if (QUIET_SECONDS[data.causeType] === undefined) return quiet;
  const others = quiet.filter(({ text }) => text !== data.text);
  return [...others.slice(-(MAX_QUIET - 1)), { text: data.text, at: occurredAt }];
}

/** One storm of each kind is remembered. */
function stormsAfter(storms: readonly Storm[], { data, occurredAt }: RecordedEvent<'NoticePlanned'>): readonly Storm[] {
  const { role, causeType, causeId: headId, text } = data;
  const line = { at: occurredAt, text };
  if (role === 'first-of-more') {
    const begun: Storm = { causeType, headId, since: occurredAt, message: null, lines: [line], count: 1 };
    return [...storms.filter((storm) => storm.causeType !== causeType), begun];
  }
  if (role !== 'folded') return storms;
  return storms.map((storm) => (storm.causeType === causeType ? withLine(storm, line) : storm));
}

function withLine(storm: Storm, line: Storm['lines'][number]): Storm {
  return { ...storm, lines: [...storm.lines, line].slice(-MAX_STORM_LINES), count: storm.count + 1 };
}
