import { handleCommand, loadState, streamName, toTimestamp } from '@smartscale/events';
import type { BusEvent, Invocation } from '@smartscale/lambda';
import { fleetFold } from '@smartscale/projections/fleet';
import { type SpotCommand, spotDecider } from './decider.ts';
import { isPast, type MaintenanceNotice, type Notice, type SpotNotice, type StoppedNotice } from './notices/notice.ts';
import { readNotice } from './notices/read-notice.ts';
import type { Dependencies } from './ports.ts';
import { spotFold } from './spot-state.ts';

/** What became of a notice. Each is a metric, `Notice<Outcome>`, but the end of a worker that we have ended, which every scale-down has. */
export type NoticeOutcome =
  | 'Warned'
  | 'Repeated'
  /** The instance is taken by now, the recommendation outdated, the work begun or called off. */
  | 'Past'
  /** No worker of this cluster, or no instance at all. */
  | 'Foreign'
  /** One of ours that has ended, or that we have ended ourselves. */
  | 'Terminated'
  | 'Malformed'
  | 'Unknown';

/** Answers each instance of a notice with one event, or with the reason why there is none. */
export async function guard(dependencies: Dependencies, event: BusEvent, invocation: Invocation): Promise<void> {
  const { telemetry } = invocation;
  const read = readNotice(event, dependencies.clock.now());
  const { source, id, 'detail-type': detailType } = event;
  const facts = { source, detailType, deliveryId: id };
  switch (read.kind) {
    case 'notices':
      for (const notice of read.notices) tell(notice, await outcomeOf(notice, dependencies, invocation), invocation);
      if (read.notices.length === 0) telemetry.count('NoticeForeign');
      return;
    case 'over':
      return telemetry.count('NoticePast');
    case 'unknown':
      telemetry.count('NoticeUnknown');
      return telemetry.warn(`"${detailType}" of ${source} is no notice that this service knows: its rule is too wide`, facts);
    case 'malformed':
      telemetry.count('NoticeMalformed');
      return telemetry.warn(`a notice could not be read: ${read.problem}`, facts);
  }
}

function tell(notice: Notice, outcome: NoticeOutcome, { telemetry }: Invocation): void {
  if (outcome !== 'Terminated') telemetry.count(`Notice${outcome}`);
  telemetry.info(`${notice.kind} notice for ${notice.instanceId}: ${outcome}`, { outcome, ...notice });
}

async function outcomeOf(notice: Notice, dependencies: Dependencies, invocation: Invocation): Promise<NoticeOutcome> {
  if (isPast(notice, dependencies.clock.now())) return 'Past';
  const answer = notice.kind === 'interruption' || notice.kind === 'rebalance' ? askEc2 : askFleet;
  const command = await answer(notice as SpotNotice & (StoppedNotice | MaintenanceNotice), dependencies);
  return typeof command === 'string' ? command : record(command, dependencies, invocation);
}

type Judgement = SpotCommand | 'Foreign' | 'Terminated';

/** An instance is ours by its tags, whatever the fleet knows of it: two minutes are too short to be wrong about that. */
async function askEc2(notice: SpotNotice, { describeWorker }: Dependencies): Promise<Judgement> {
  const worker = await describeWorker(notice.instanceId);
  if (!worker) return 'Foreign';
  return worker.isTerminated ? 'Terminated' : { kind: 'warn', notice, worker };
}

/**
 * These come for every instance of the account, in a zone's loss for many at once, so EC2 is not asked: ours are those that the fleet
 * took in by their tags. One that it has let go is no news when it ends.
 */
async function askFleet(notice: StoppedNotice | MaintenanceNotice, { store, clusterId }: Dependencies): Promise<Judgement> {
  const { instanceId } = notice;
  const { state } = await loadState(store, streamName('fleet', clusterId), fleetFold);
  const worker = state.workers[instanceId];
  if (worker) return worker.status === 'drained' ? 'Terminated' : { kind: 'tell', notice, worker };
  return state.departed.some((gone) => gone.instanceId === instanceId) ? 'Terminated' : 'Foreign';
}

async function record(
  command: SpotCommand,
  { store, clusterId, clock }: Dependencies,
  { correlationId }: Invocation,
): Promise<NoticeOutcome> {
  const { events } = await handleCommand({
    store,
    stream: streamName('spot', clusterId),
    decider: spotDecider,
    fold: spotFold,
    command: () => command,
    metadata: { occurredAt: toTimestamp(clock.now()), causationId: correlationId, correlationId },
  });
  return events.length > 0 ? 'Warned' : 'Repeated';
}
