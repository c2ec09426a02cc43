import {
  type EventStore,
  ExpectedVersionError,
  handleCommand,
  loadState,
  type RecordedEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import type { Clock } from '@smartscale/lambda';
import type { NoticeEvent, Outcome, PlanNotice, RecordNotice } from './decide.ts';
import { noticesDecider, noticesFold } from './decider.ts';
import type { NoticesState } from './notices-state.ts';

/** What notices are kept in. */
export type NoticeRecord = { readonly store: EventStore; readonly clusterId: string; readonly clock: Clock };

/** Rounds of handleCommand, each of several attempts: in a storm many notices are recorded at once, and none may be sent again for it. */
const MAX_ROUNDS = 5;
const ROUND_PAUSE_MILLISECONDS = 200;

export async function loadNotices({ store, clusterId }: NoticeRecord): Promise<NoticesState> {
  return (await loadState(store, streamName('notices', clusterId), noticesFold)).state;
}

/**
 * The plan and the state with it; null when people were told, or are going to be, or need not be. Of several requests that plan the same
 * at once all append the same event, and each gets the one that was recorded: it is for the request that it names.
 */
export async function planNotice(
  kept: NoticeRecord,
  about: Omit<PlanNotice, 'kind' | 'now'>,
  correlationId: string,
): Promise<{ readonly plan: RecordedEvent<NoticeEvent>; readonly state: NoticesState } | null> {
  const now = toTimestamp(kept.clock.now());
  const { events, state } = await settle(kept, { kind: 'plan', ...about, now }, correlationId);
  const [plan] = events;
  const isOurs = plan && !(plan.type === 'NoticePlanned' && plan.data.plannedBy !== about.requestId);
  return isOurs ? { plan: plan as RecordedEvent<NoticeEvent>, state } : null;
}

/** What came of a plan; undefined when another one has recorded it. */
export async function recordNotice(
  kept: NoticeRecord,
  about: Omit<RecordNotice, 'kind' | 'now' | 'outcome'> & { readonly correlationId: string },
  outcome: Outcome,
): Promise<RecordedEvent<'NoticeSent' | 'NoticeFailed'> | undefined> {
  const { correlationId, ...data } = about;
  const command: RecordNotice = { kind: 'record', ...data, outcome, now: toTimestamp(kept.clock.now()) };
  const { events } = await settle(kept, command, correlationId);
  return events[0] as RecordedEvent<'NoticeSent' | 'NoticeFailed'> | undefined;
}

async function settle({ store, clusterId, clock }: NoticeRecord, command: PlanNotice | RecordNotice, correlationId: string) {
  for (let round = 1; ; round += 1) {
    try {
      return await handleCommand({
        store,
        stream: streamName('notices', clusterId),
        decider: noticesDecider,
        fold: noticesFold,
        command: () => command,
        metadata: { occurredAt: command.now, causationId: command.causeId, correlationId },
      });
    } catch (error) {
      if (!(error instanceof ExpectedVersionError) || round === MAX_ROUNDS) throw error;
      await clock.sleep(round * ROUND_PAUSE_MILLISECONDS);
    }
  }
}
