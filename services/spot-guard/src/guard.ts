import { handleCommand, streamName, toTimestamp } from '@smartscale/events';
import type { BusEvent, Invocation } from '@smartscale/lambda';
import { type SpotCommand, spotDecider } from './decider.ts';
import { isPast, type Notice } from './notices/notice.ts';
import { readNotice } from './notices/read-notice.ts';
import type { Dependencies } from './ports.ts';
import { spotFold } from './spot-state.ts';

/** What became of a notice. Each is a metric, `Notice<Outcome>`. */
export type NoticeOutcome =
  | 'Warned'
  | 'Repeated'
  /** The instance is taken by now, or the recommendation outdated. */
  | 'Past'
  /** No worker of this cluster. */
  | 'Foreign'
  | 'Terminated'
  | 'Malformed'
  | 'Unknown';

/** Answers a notice with one SpotWarning, or with the reason why there is none. */
export async function guard(dependencies: Dependencies, event: BusEvent, invocation: Invocation): Promise<void> {
  const { telemetry } = invocation;
  const read = readNotice(event, dependencies.clock.now());
  if (read.kind === 'notice') {
    const outcome = await warn(dependencies, read.notice, invocation);
    telemetry.count(`Notice${outcome}`);
    telemetry.info(`${read.notice.kind} notice for ${read.notice.instanceId}: ${outcome}`, { outcome, ...read.notice });
    return;
  }
  const { source, id, 'detail-type': detailType } = event;
  const facts = { source, detailType, deliveryId: id };
  if (read.kind === 'unknown') {
    telemetry.count('NoticeUnknown');
    telemetry.warn(`"${detailType}" of ${source} is no notice that this service knows: its rule is too wide`, facts);
  } else {
    telemetry.count('NoticeMalformed');
    telemetry.warn(`a notice could not be read: ${read.problem}`, facts);
  }
}

async function warn(dependencies: Dependencies, notice: Notice, invocation: Invocation): Promise<NoticeOutcome> {
  const { store, clusterId, clock } = dependencies;
  if (isPast(notice, clock.now())) return 'Past';
  const worker = await dependencies.describeWorker(notice.instanceId);
  if (!worker) return 'Foreign';
  if (worker.isTerminated) return 'Terminated';
  const { correlationId } = invocation;
  const command: SpotCommand = { kind: 'warn', notice, worker };
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
