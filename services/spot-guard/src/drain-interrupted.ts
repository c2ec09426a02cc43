import {
  defaultPolicy,
  type EventData,
  handleCommand,
  loadState,
  type RecordedEvent,
  readCurrentPolicy,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { type DrainResult, drainNode, writeCordonMark } from '@smartscale/kubernetes';
import type { Telemetry } from '@smartscale/lambda';
import { type SpotCommand, spotDecider } from './decider.ts';
import { drainWindow } from './drain-window.ts';
import { deadlineOf } from './notices/notice.ts';
import type { Dependencies } from './ports.ts';
import { spotFold } from './spot-state.ts';

/**
 * Empties an interrupted worker before it is taken and records how that ended, once. Called again after a crash it goes on where
 * the node is; called again after the end it does nothing.
 */
export async function drainInterrupted(
  dependencies: Dependencies,
  warning: RecordedEvent<'SpotWarning'>,
  telemetry: Telemetry,
): Promise<void> {
  if (await isSettled(dependencies, warning)) return telemetry.count('DrainRepeated');
  const { clock, kubernetes, store, clusterId } = dependencies;
  const adopted = await readCurrentPolicy(store, clusterId);
  const window = drainWindow(warning.data, adopted?.policy ?? defaultPolicy(), clock.now());
  const { nodeName, instanceId, noticedAt } = warning.data;
  const takenAt = deadlineOf({ kind: 'interruption', noticedAt: Date.parse(noticedAt) }) ?? window.deadline;
  const reason = writeCordonMark({ cause: 'interruption', until: takenAt });
  const result = await drainNode({ kubernetes, clock, nodeName, reason, ...window });
  await recordEnd(dependencies, warning, result);
  telemetry.count(METRIC_OF[outcomeOf(result)]);
  const facts = { instanceId, nodeName, outcome: result.outcome, leftPods: result.leftPods, seconds: result.seconds };
  if (result.outcome === 'deadline') telemetry.warn(result.message, facts);
  else telemetry.info(result.message, facts);
}

const METRIC_OF = { drained: 'DrainDrained', deadline: 'DrainDeadline', 'node-gone': 'DrainNodeGone' } as const;

/** Recorded already, or so long ago that nothing can be done about it. */
async function isSettled({ store, clusterId }: Dependencies, warning: RecordedEvent<'SpotWarning'>): Promise<boolean> {
  const { state } = await loadState(store, streamName('spot', clusterId), spotFold);
  const known = state.notices.find(({ eventId }) => eventId === warning.id);
  return known === undefined || known.drained;
}

async function recordEnd(
  { store, clusterId, clock }: Dependencies,
  warning: RecordedEvent<'SpotWarning'>,
  result: DrainResult,
): Promise<void> {
  const { evictedPods, forcedPods, leftPods, seconds, message } = result;
  const drained: EventData<'InterruptionDrained'> = {
    ...{ warningId: warning.id, instanceId: warning.data.instanceId, outcome: outcomeOf(result) },
    ...{ evictedPods, forcedPods, leftPods: [...leftPods], seconds, message: message.slice(0, MAX_MESSAGE_LENGTH) },
  };
  const command: SpotCommand = { kind: 'end-drain', drained };
  await handleCommand({
    store,
    stream: streamName('spot', clusterId),
    decider: spotDecider,
    fold: spotFold,
    command: () => command,
    metadata: {
      occurredAt: toTimestamp(clock.now()),
      causationId: warning.id,
      correlationId: warning.correlationId,
    },
  });
}

/** What the event's schema allows. */
const MAX_MESSAGE_LENGTH = 2_000;

function outcomeOf({ outcome, message }: DrainResult): EventData<'InterruptionDrained'>['outcome'] {
  if (outcome === 'refused') throw new Error(`a drain with force was refused, which cannot be: ${message}`);
  return outcome;
}
