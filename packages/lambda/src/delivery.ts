import { UnreadableDeliveryError } from './errors.ts';
import type { BusEvent } from './invocation.ts';

/** An invocation's event as a delivery of EventBridge. Throws UnreadableDeliveryError when it is something else. */
export function asDelivery(event: unknown): BusEvent {
  if (isDelivery(event)) return event;
  throw new UnreadableDeliveryError(
    'this invocation is no EventBridge delivery: it lacks "source", "detail-type" or "detail". Check what invokes the function.',
  );
}

function isDelivery(event: unknown): event is BusEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { source, detail, 'detail-type': detailType } = event as Partial<BusEvent>;
  return typeof source === 'string' && typeof detailType === 'string' && typeof detail === 'object' && detail !== null;
}
