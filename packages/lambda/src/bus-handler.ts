import type { EventType, RecordedEvent } from '@smartscale/events';
import { asDelivery } from './delivery.ts';
import type { LambdaHandler, Telemetry } from './invocation.ts';
import { readDeliveredEvent } from './read-delivered-event.ts';
import { refusesReplay } from './replay-guard.ts';
import { type Invocation, type ShellOptions, shell } from './shell.ts';

export type BusHandlerOptions<Type extends EventType> = ShellOptions & {
  /** The types that this handler is for. Another one is told, counted as `UnknownEvents` and has no effect. */
  readonly on: readonly Type[];
  /** When given: an event of another cluster is counted as `ForeignEvents` and has no effect. */
  readonly clusterId?: string;
  /** May be called again with the same event, at any time and in any order. */
  readonly handle: (event: RecordedEvent<Type>, invocation: Invocation) => Promise<void>;
};

/**
 * A handler for deliveries of our own bus.
 * What is no event of the catalogue is counted as `UnreadableEvents` and thrown, so that it ends in the dead-letter queue.
 */
export function busHandler<const Type extends EventType>(options: BusHandlerOptions<Type>): LambdaHandler {
  const { telemetry } = options;
  const known: ReadonlySet<string> = new Set(options.on);
  return shell(options, {
    receive(raw) {
      const event = readCounted(raw, telemetry);
      if (event === undefined) return undefined;
      if (!known.has(event.type)) return passOver('UnknownEvents', event, telemetry);
      if (options.clusterId !== undefined && event.clusterId !== options.clusterId) {
        return passOver('ForeignEvents', event, telemetry);
      }
      return { input: event as RecordedEvent<Type>, correlationId: event.correlationId };
    },
    handle: options.handle,
  });
}

function readCounted(raw: unknown, telemetry: Telemetry): RecordedEvent | undefined {
  try {
    const delivery = asDelivery(raw);
    return refusesReplay(delivery, telemetry) ? undefined : readDeliveredEvent(delivery);
  } catch (error) {
    telemetry.count('UnreadableEvents');
    throw error;
  }
}

function passOver(metric: 'UnknownEvents' | 'ForeignEvents', event: RecordedEvent, telemetry: Telemetry): undefined {
  const { type, id, clusterId, correlationId } = event;
  telemetry.warn('an event was delivered that this handler is not for: its rule is too wide', {
    type,
    id,
    clusterId,
    correlationId,
  });
  telemetry.count(metric);
  return undefined;
}
