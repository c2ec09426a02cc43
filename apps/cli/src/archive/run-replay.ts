import {
  CancelReplayCommand,
  type DescribeArchiveCommandOutput,
  DescribeReplayCommand,
  type EventBridgeClient,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { toTimestamp } from '@smartscale/events';
import { UsageError } from '../exit.ts';
import { archivedEventOf, inOrder, timeOf } from './archived-event.ts';
import type { ArchivedEvent, ReplayRange } from './event-archive.ts';
import type { InspectionQueue } from './inspection-queue.ts';
import type { InspectionRule } from './inspection-rule.ts';

/** Looks into the queue that must be in vain, after EventBridge has said that it is done. */
const LAST_LOOKS = 2;
const MARGIN_MILLISECONDS = 60_000;
/** More do not fit into memory with ease, nor into a queue of which they are taken one by one. */
export const MAX_REPLAYED_EVENTS = 200_000;

export type ReplayOptions = {
  readonly eventBridge: EventBridgeClient;
  readonly queue: InspectionQueue;
  readonly archive: DescribeArchiveCommandOutput;
  readonly rule: InspectionRule;
  readonly range: ReplayRange;
  readonly tell: (text: string) => void;
  readonly newReplayName: () => string;
  readonly now: () => number;
  readonly lookSeconds: number;
  readonly patienceSeconds: number;
};

/** Starts a replay to the inspection queue alone, takes out what comes until it is over, and gives each event once, in order of time. */
export async function runReplay(options: ReplayOptions): Promise<readonly ArchivedEvent[]> {
  const { eventBridge, tell, now, patienceSeconds } = options;
  const replayName = await startReplay(options);
  const giveUpAt = now() + patienceSeconds * 1_000;
  const events: ArchivedEvent[] = [];
  try {
    await takeAll(replayName, events, { ...options, giveUpAt });
  } catch (error) {
    await callOff(eventBridge, replayName);
    throw error;
  }
  tell(`${replayName} is over: ${events.length} deliveries came`);
  return inOrder(events.filter((archived) => isWithin(archived, options.range)));
}

async function startReplay(options: ReplayOptions): Promise<string> {
  const { eventBridge, archive, rule, tell, newReplayName } = options;
  const { from, to } = askedFor(options);
  const replayName = newReplayName();
  const queueName = rule.queueArn.split(':').at(-1);
  tell(`${replayName}: ${from.toISOString()} to ${to.toISOString()}, out of ${archive.ArchiveName} into ${queueName}`);
  await eventBridge.send(
    new StartReplayCommand({
      ReplayName: replayName,
      EventSourceArn: archive.ArchiveArn,
      EventStartTime: from,
      EventEndTime: to,
      Destination: { Arn: archive.EventSourceArn, FilterArns: [rule.ruleArn] },
    }),
  );
  return replayName;
}

/**
 * A little more than is wanted, never beyond now: EventBridge writes time in whole seconds, goes through an archive minute by minute, and an event
 * is published some moments after it was recorded.
 */
function askedFor({ range, archive, now }: ReplayOptions): { readonly from: Date; readonly to: Date } {
  const from = range.from === null ? (archive.CreationTime?.getTime() ?? 0) : Date.parse(range.from);
  const to = Math.min(range.to === null ? now() : Date.parse(range.to), now());
  if (from < to) return { from: new Date(from - MARGIN_MILLISECONDS), to: new Date(Math.min(to + MARGIN_MILLISECONDS, now())) };
  throw new UsageError(
    `nothing can be archived between ${toTimestamp(from)} and ${toTimestamp(to)}: --from must be before --to and before now`,
  );
}

function isWithin(archived: ArchivedEvent, { from, to }: ReplayRange): boolean {
  const time = timeOf(archived);
  return (from === null || time >= from) && (to === null || time < to);
}

/** Adds to `events` until the replay is over and the queue has nothing more of it. */
async function takeAll(
  replayName: string,
  events: ArchivedEvent[],
  { eventBridge, queue, now, giveUpAt, lookSeconds }: ReplayOptions & { readonly giveUpAt: number },
): Promise<void> {
  let isOver = false;
  for (let inVain = 0; inVain < LAST_LOOKS; ) {
    const { received, deliveries } = await queue.take(replayName, lookSeconds);
    events.push(...deliveries.map(archivedEventOf));
    if (events.length > MAX_REPLAYED_EVENTS)
      throw new UsageError(`more than ${MAX_REPLAYED_EVENTS} events are in this range: take a shorter one`);
    if (now() > giveUpAt) {
      const came = `${events.length} events had come`;
      throw new UsageError(`the replay ${replayName} was called off: it was not over in time, ${came} (--wait)`);
    }
    if (received > 0) inVain = 0;
    else if (isOver) inVain += 1;
    else isOver = await isReplayOver(eventBridge, replayName);
  }
}

async function isReplayOver(eventBridge: EventBridgeClient, replayName: string): Promise<boolean> {
  const { State = '', StateReason } = await eventBridge.send(new DescribeReplayCommand({ ReplayName: replayName }));
  if (State === 'COMPLETED') return true;
  if (State === 'STARTING' || State === 'RUNNING') return false;
  throw new UsageError(`the replay ${replayName} is ${State}: ${StateReason ?? 'EventBridge gives no reason'}`);
}

/** One that is over cannot be called off, which is no trouble. */
async function callOff(eventBridge: EventBridgeClient, replayName: string): Promise<void> {
  await eventBridge.send(new CancelReplayCommand({ ReplayName: replayName })).catch(() => {});
}
