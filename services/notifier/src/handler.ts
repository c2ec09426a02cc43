import {
  type EventStore,
  ExpectedVersionError,
  handleCommand,
  type RecordedEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { busHandler, type Clock, type LambdaHandler, type Telemetry } from '@smartscale/lambda';
import { isSilent, type NoticesState, noticesDecider, noticesFold, type Outcome, type Telling } from './decider.ts';
import { deliver } from './deliver.ts';
import { foldingOf, speakingForMore } from './folding.ts';
import { inTurn } from './in-turn.ts';
import type { Notice } from './notice.ts';
import { noticeFor, TOLD_EVENTS, type ToldEvent } from './notice-for.ts';
import { planOf } from './plan-of.ts';
import type { MessengerPort } from './ports.ts';

export type { Notice } from './notice.ts';
export type { MessengerPort, SendAnswer } from './ports.ts';

export type Dependencies = {
  readonly store: EventStore;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly messenger: MessengerPort;
};

export function createHandlers(dependencies: Dependencies): { readonly notify: LambdaHandler } {
  const { telemetry, clusterId } = dependencies;
  // One after the other: in one process, two deliveries of one event cannot both find it untold, and messages keep their order.
  const handle = inTurn((event: ToldEvent, told: Telemetry) => notify(dependencies, event, told));
  return {
    notify: busHandler({
      service: 'notifier',
      telemetry,
      clusterId,
      on: TOLD_EVENTS,
      handle: (event, invocation) => handle(event as ToldEvent, invocation.telemetry),
    }),
  };
}

/** Rounds of handleCommand, each of several attempts: in a storm many notices are recorded at once, and none may be sent again for it. */
const MAX_RECORD_ROUNDS = 5;
const ROUND_PAUSE_MILLISECONDS = 200;

async function notify(dependencies: Dependencies, event: ToldEvent, telemetry: Telemetry): Promise<void> {
  const notice = noticeFor(event, await planOf(event, dependencies.store));
  if (notice === null) return;
  const recorded = await tell(dependencies, notice, event.correlationId);
  if (recorded === undefined) return;
  if (recorded.type === 'NoticeSent') return;
  telemetry.count('NoticeFailed');
  telemetry.error(`people were not told: ${recorded.data.reason}`, recorded.data);
}

/** Sends and records a notice. Undefined when it was told before. */
async function tell(
  { store, clusterId, clock, messenger }: Dependencies,
  notice: Notice,
  correlationId: string,
): Promise<RecordedEvent<'NoticeSent' | 'NoticeFailed'> | undefined> {
  const { causeId, causeType, title: text } = notice;
  const now = toTimestamp(clock.now());
  const telling: Telling = { causeId, causeType, text, now };

  // Sent once here, however often the record of it has to be decided afresh.
  let outcome: Outcome | undefined;
  const outcomeFor = async (state: NoticesState): Promise<Outcome> => {
    if (outcome === undefined && !isSilent(state, telling)) {
      const isLast = foldingOf(state.lately, causeType, now) === 'last';
      outcome = await deliver(isLast ? speakingForMore(notice) : notice, { messenger, clock });
    }
    return outcome ?? { kind: 'sent' };
  };
  for (let round = 1; ; round += 1) {
    try {
      const { events } = await handleCommand({
        store,
        stream: streamName('notices', clusterId),
        decider: noticesDecider,
        fold: noticesFold,
        command: async ({ state }) => ({ ...telling, channel: messenger.channel, outcome: await outcomeFor(state) }),
        metadata: { occurredAt: now, causationId: causeId, correlationId },
      });
      return events[0] as RecordedEvent<'NoticeSent' | 'NoticeFailed'> | undefined;
    } catch (error) {
      if (!(error instanceof ExpectedVersionError) || round === MAX_RECORD_ROUNDS) throw error;
      await clock.sleep(round * ROUND_PAUSE_MILLISECONDS);
    }
  }
}
