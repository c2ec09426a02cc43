import { type RecordedEvent, readEnvelope } from '@smartscale/events';
import { UnreadableDeliveryError } from './errors.ts';
import type { BusEvent } from './invocation.ts';

// In one process several handlers receive the very same object: it is checked once. In Lambda each delivery is a new object.
const alreadyRead = new WeakMap<object, RecordedEvent>();

/** The event inside a delivery of our bus, checked against its schema. Throws UnreadableDeliveryError. */
export function readDeliveredEvent(delivery: BusEvent): RecordedEvent {
  const detail = delivery.detail as object;
  const event = alreadyRead.get(detail) ?? readNew(delivery, detail);
  if (event.type !== delivery['detail-type']) {
    throw new UnreadableDeliveryError(`${described(delivery)} holds a ${event.type}: detail-type and event type differ`);
  }
  return event;
}

function readNew(delivery: BusEvent, detail: object): RecordedEvent {
  try {
    const event = readEnvelope(detail);
    alreadyRead.set(detail, event);
    return event;
  } catch (cause) {
    throw new UnreadableDeliveryError(`${described(delivery)} holds no readable event: ${(cause as Error).message}`, { cause });
  }
}

function described(delivery: BusEvent): string {
  return `delivery ${delivery.id} (${delivery['detail-type']} from ${delivery.source})`;
}
