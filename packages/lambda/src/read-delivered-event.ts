import { type RecordedEvent, readEnvelope } from '@smartscale/events';
import { UnreadableDeliveryError } from './errors.ts';
import type { BusEvent } from './invocation.ts';

// In one process several handlers receive the very same object: it is checked once. In Lambda each delivery is a new object.
const alreadyRead = new WeakMap<object, RecordedEvent>();

/** The event inside a delivery of our bus, checked against its schema. Throws UnreadableDeliveryError. */
export function readDeliveredEvent(delivery: BusEvent): RecordedEvent {
  const detail = delivery.detail as object;
  const known = alreadyRead.get(detail);
  if (known !== undefined) return known;
  const event = checkedEvent(delivery);
  alreadyRead.set(detail, event);
  return event;
}

function checkedEvent(delivery: BusEvent): RecordedEvent {
  const described = `delivery ${delivery.id} (${delivery['detail-type']} from ${delivery.source})`;
  let event: RecordedEvent;
  try {
    event = readEnvelope(delivery.detail);
  } catch (cause) {
    throw new UnreadableDeliveryError(`${described} holds no readable event: ${(cause as Error).message}`, { cause });
  }
  if (event.type !== delivery['detail-type']) {
    throw new UnreadableDeliveryError(`${described} holds a ${event.type}: detail-type and event type differ`);
  }
  return event;
}
