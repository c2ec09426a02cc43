import type { Decider, Fold } from '@smartscale/events';
import { decide, type NoticeEvent, type PlanNotice, type RecordNotice } from './decide.ts';
import { evolve } from './evolve.ts';
import { initialNotices, type NoticesState } from './notices-state.ts';

export { blocksOf, SLACK_LIMITS } from './blocks.ts';
export { MAX_REMEMBERED, WEEKLY_REPORT } from './evolve.ts';
export { TELL_AT_CONSECUTIVE_MISSES } from './messages/standstill.ts';
export type { Fact, Notice, Severity } from './notice.ts';
export { noticeFor, TOLD_EVENTS, type ToldEvent } from './notice-for.ts';

/** Plans a message for each event that people are to be told of, once, and records what came of it. */
export const noticesDecider: Decider<NoticesState, PlanNotice | RecordNotice, NoticeEvent> = {
  decide,
  evolve,
  initialState: initialNotices,
};

/** A snapshot at every eighth event: a notice reads nine items at most, however many there were. */
export const noticesFold: Fold<NoticesState, NoticeEvent> = {
  name: 'notices',
  version: 3,
  snapshotEvery: 8,
  evolve,
  initialState: initialNotices,
};
